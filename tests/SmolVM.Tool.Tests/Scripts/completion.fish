# What docs/tool.md shows of completion in fish: the line of a ~/.config/fish/config.fish.
# example: fish
dotnet-smolvm completion fish | source
# end of example
