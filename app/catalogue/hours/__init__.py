"""Opening hours: pure rules on structured slots."""
