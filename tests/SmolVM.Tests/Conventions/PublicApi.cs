using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;

namespace SmolVM.Tests.Conventions;

/// <summary>Prints what an assembly shows to its users, a line a member, so that a change of it is seen in review.</summary>
static class PublicApi
{
    const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Print(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (var type in assembly.GetExportedTypes().OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append(Bases(type)).Append('\n');
            foreach (var member in type.GetMembers(Declared).Select(Line).OfType<string>().Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }
        return text.ToString().TrimEnd('\n');
    }

    static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } => "struct",
        { IsAbstract: true, IsSealed: true } => "static class",
        { IsSealed: true } => "sealed class",
        { IsAbstract: true } => "abstract class",
        _ => "class",
    };

    static string Bases(Type type)
    {
        var bases = new[] { type.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType) && b != typeof(Enum))
            .Concat(type.IsEnum ? [] : type.GetInterfaces().Where(i => !i.IsGenericType))
            .Select(b => Name(b!)).ToList();
        return bases.Count == 0 ? "" : " : " + string.Join(", ", bases);
    }

    static string? Line(MemberInfo member) => member switch
    {
        ConstructorInfo c when Seen(c) && !c.IsStatic => $"new({Parameters(c)})",
        MethodInfo m when Seen(m) && !m.IsSpecialName && !IsGenerated(m) => $"{Static(m)}{Name(m.ReturnType)} {m.Name}({Parameters(m)})",
        PropertyInfo p when p.GetMethod is { } get && Seen(get) => $"{Static(get)}{Name(p.PropertyType)} {p.Name} {{ get;{Setter(p)} }}",
        FieldInfo { IsPublic: true, IsLiteral: true } f => $"const {Name(f.FieldType)} {f.Name} = {f.GetRawConstantValue()}",
        FieldInfo { IsPublic: true, IsSpecialName: false } f => $"{(f.IsStatic ? "static " : "")}{Name(f.FieldType)} {f.Name}",
        EventInfo e when Seen(e.AddMethod!) => $"event {Name(e.EventHandlerType!)} {e.Name}",
        _ => null,
    };

    static bool Seen(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    // What the compiler writes for every record says nothing of its own.
    static bool IsGenerated(MethodInfo method) => method.IsDefined(typeof(CompilerGeneratedAttribute));

    static string Static(MethodBase method) => method.IsStatic ? "static " : "";

    static string Setter(PropertyInfo property) => property.SetMethod is not { } set || !Seen(set)
        ? ""
        : set.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;";

    static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(p =>
        $"{(p.IsDefined(typeof(ParamArrayAttribute)) ? "params " : "")}{Name(p.ParameterType)} {p.Name}{(p.HasDefaultValue ? " = " + (p.DefaultValue ?? "default") : "")}"));

    static string Name(Type type) => !type.IsGenericType
        ? type.Namespace?.StartsWith("SmolVM", StringComparison.Ordinal) == true ? type.FullName!.Replace('+', '.') : type.Name
        : $"{type.Name.Split('`')[0]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
}
