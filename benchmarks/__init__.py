"""Measures, as ratios inside one run: machines differ, ratios hold."""
