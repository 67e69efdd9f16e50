"""What machines read. Starlette; imports neither Django nor the control plane."""
