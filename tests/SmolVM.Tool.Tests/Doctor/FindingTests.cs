using SmolVM.Machines;
using SmolVM.Qemu;
using SmolVM.Tool.Doctor;

namespace SmolVM.Tool.Tests.Doctor;

public sealed class FindingTests
{
    static readonly EngineProbe Works = new(true, "emulation (TCG)", ["QEMU 7.2", "emulation (TCG)"]);
    static readonly EngineProbe Fails = new(false, "There is no smolvm.", ["There is no smolvm."]);

    [Fact]
    public void All_programs_are_there()
    {
        var finding = ProgramFinding.Of(_ => true, "sudo ", carried: false);

        Assert.Equal((FindingState.Ok, null), (finding.State, finding.Remedy));
    }

    [Theory]
    [InlineData("sudo ", "sudo apt-get install --no-install-recommends fakeroot openssh-client qemu-system-x86")]
    [InlineData("", "apt-get install --no-install-recommends fakeroot openssh-client qemu-system-x86")]
    public void The_packages_that_are_missing_are_installed_by_one_command_and_no_others(string prefix, string remedy)
    {
        string[] missing = ["ssh", "ssh-keygen", "faked-sysv", "qemu-system-x86_64"];

        var finding = ProgramFinding.Of(program => !missing.Contains(program), prefix, carried: false);

        Assert.Equal(FindingState.Missing, finding.State);
        Assert.Equal(remedy, finding.Remedy);
        Assert.Contains("faked-sysv (package fakeroot)", finding.Text);
    }

    [Fact]
    public void Without_apt_the_packages_are_named_and_no_command_is_made_up()
    {
        var finding = ProgramFinding.Of(program => program is not ("zstd" or "apt-get"), "sudo ", carried: false);

        Assert.Null(finding.Remedy);
        Assert.Contains("zstd (package zstd)", finding.Text);
    }

    [Fact]
    public void Programs_that_are_taken_from_packages_are_not_missing()
    {
        var finding = ProgramFinding.Of(program => program != "qemu-system-x86_64", "sudo ", carried: true);

        Assert.Equal((FindingState.Note, null), (finding.State, finding.Remedy));
    }

    [Fact]
    public void Every_program_is_in_a_package_that_is_known() =>
        Assert.All(ProgramFinding.Programs, program => Assert.NotNull(Processes.DebianPackage.Of(program)));

    public static TheoryData<string, string?, string, string> Faults => new()
    {
        { nameof(KvmFaultKind.Missing), null, "flags\t\t: fpu vmx sse", "sudo modprobe kvm_intel" },
        { nameof(KvmFaultKind.Missing), null, "flags\t\t: fpu svm sse", "sudo modprobe kvm_amd" },
        { nameof(KvmFaultKind.Missing), null, "flags\t\t: fpu sse", "" },
        { nameof(KvmFaultKind.Denied), "kvm", "", "sudo usermod -aG kvm \"$USER\" && echo 'Log in again.'" },
        {
            nameof(KvmFaultKind.Denied), "root", "",
            "echo 'KERNEL==\"kvm\", GROUP=\"kvm\", MODE=\"0660\", OPTIONS+=\"static_node=kvm\"' | sudo tee /etc/udev/rules.d/99-kvm4all.rules "
            + "&& sudo udevadm control --reload-rules && sudo udevadm trigger --name-match=kvm && sudo usermod -aG kvm \"$USER\" && echo 'Log in again.'"
        },
        { nameof(KvmFaultKind.Other), null, "", "" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_keeps_KVM_away_has_the_command_that_mends_it(string kind, string? group, string processor, string remedy)
    {
        var finding = KvmFinding.Of(new KvmFault(Enum.Parse<KvmFaultKind>(kind), "said"), group, processor, "sudo ");

        Assert.Equal((FindingState.Note, remedy), (finding.State, finding.Remedy ?? ""));
    }

    [Fact]
    public void KVM_that_opens_is_said_to() => Assert.Equal(FindingState.Ok, KvmFinding.Of(null, null, "", "").State);

    [Fact]
    public Task How_the_owner_of_the_device_is_asked() => Verify(string.Join('\n', KvmFinding.GroupArgv));

    [Theory]
    [InlineData(null, "qemu", FindingState.Note)]
    [InlineData("qemu", "qemu", FindingState.Note)]
    [InlineData("smolvm", null, FindingState.Missing)]
    public void An_engine_is_missing_only_where_it_is_asked_for_or_none_works(string? asked, string? chosen, object ofSmolvm)
    {
        (string, EngineProbe)[] probes = [("smolvm", Fails), ("qemu", Works)];

        var findings = EngineFindings.Of(probes, asked).ToList();

        Assert.Equal(chosen, EngineFindings.Chosen(probes, asked));
        Assert.Equal([(FindingState)ofSmolvm, FindingState.Ok], findings.Select(finding => finding.State));
    }

    [Fact]
    public void With_no_engine_both_are_missing() => Assert.All(
        EngineFindings.Of([("smolvm", Fails), ("qemu", Fails)], null), finding => Assert.Equal(FindingState.Missing, finding.State));

    [Fact]
    public void The_commands_come_once_each_and_those_that_something_needs_first()
    {
        var report = new DoctorReport(false, null,
        [
            new("a", FindingState.Note, "", "better"), new("b", FindingState.Missing, "", "needed"), new("c", FindingState.Missing, "", "needed"),
            new("d", FindingState.Ok, "", "nothing"),
        ]);

        Assert.Equal(["needed", "better"], report.Remedies);
    }
}
