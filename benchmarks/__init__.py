"""Measurements: each module prints figures, as ratios within one run where time is measured."""
