"""Panels that judge applications, and the evaluations of projects: draw, marks, ranking, grades."""
