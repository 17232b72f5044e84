using SmolVM.Tool;

return await ToolCommand.Create().Parse(args).InvokeAsync();
