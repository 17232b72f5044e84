using SmolVM.Qemu.Templates;

namespace SmolVM.Tests.Qemu.Templates;

public sealed class TemplateSweepTests
{
    const long OneGiB = 1L << 30;

    static readonly DateTime Now = new(2026, 5, 8, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void Nothing_is_nothing_to_sweep() => Assert.Empty(TemplateSweep.Choose([], Now));

    [Fact]
    public void One_that_was_used_within_the_last_week_stays() =>
        Assert.Empty(TemplateSweep.Choose([Used("a", TemplateSweep.MaximumAge)], Now));

    [Fact]
    public void One_that_nobody_used_for_a_week_goes_however_small_it_is() => Assert.Equal(
        ["old"],
        TemplateSweep.Choose([Used("new", TimeSpan.Zero, 0), Used("old", TemplateSweep.MaximumAge + TimeSpan.FromSeconds(1), 0)], Now));

    [Fact]
    public void As_much_as_may_be_kept_is_kept() =>
        Assert.Empty(TemplateSweep.Choose([Used("a", TimeSpan.FromHours(1), 5 * OneGiB), Used("b", TimeSpan.FromHours(2), OneGiB)], Now));

    [Fact]
    public void Of_too_many_the_longest_unused_go_first_and_no_more_than_need_be() => Assert.Equal(
        ["third", "second"],
        TemplateSweep.Choose(
            [
                Used("first", TimeSpan.FromHours(1), 4 * OneGiB),
                Used("third", TimeSpan.FromHours(3), OneGiB),
                Used("second", TimeSpan.FromHours(2), 3 * OneGiB),
            ],
            Now));

    [Fact]
    public void What_goes_for_its_age_makes_room_for_the_others() => Assert.Equal(
        ["old"],
        TemplateSweep.Choose([Used("old", TimeSpan.FromDays(8), 6 * OneGiB), Used("new", TimeSpan.FromHours(1), 6 * OneGiB)], Now));

    [Fact]
    public void One_that_alone_is_too_large_goes() =>
        Assert.Equal(["large"], TemplateSweep.Choose([Used("large", TimeSpan.Zero, (6 * OneGiB) + 1)], Now));

    static TemplateUse Used(string name, TimeSpan ago, long bytes = OneGiB) => new(name, Now - ago, bytes);
}
