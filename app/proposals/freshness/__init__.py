"""Freshness is a contract: a listing is confirmed in time, or said to be late, or hidden until somebody confirms it."""
