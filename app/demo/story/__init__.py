"""The story of the demo's calls, told by operations: one function a step, by theme."""
