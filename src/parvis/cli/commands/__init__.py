"""The subcommands. A module here may import the control plane: Django is set up before it is loaded."""
