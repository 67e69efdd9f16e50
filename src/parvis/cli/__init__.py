"""The `parvis` command: one file per family of subcommands, each loaded only when it is asked for."""
