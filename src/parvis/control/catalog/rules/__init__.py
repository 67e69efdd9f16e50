"""Pure decisions about datasets: what metadata says, what field choices do, which grants are lawful."""
