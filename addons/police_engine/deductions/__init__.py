"""Orders on earnings in their order of priority, and loans with schedules."""
