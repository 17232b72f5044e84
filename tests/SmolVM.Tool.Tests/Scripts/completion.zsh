# What docs/tool.md shows of completion in zsh: the lines of a ~/.zshrc.
# example: zsh
autoload -U compinit && compinit
source <(dotnet-smolvm completion zsh)
# end of example
