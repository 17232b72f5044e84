using SmolVM.Tool.Output;

return await ToolInvocation.RunAsync(args, ToolConsole.Own);
