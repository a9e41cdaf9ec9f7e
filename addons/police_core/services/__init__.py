"""Plain functions shared by the services of the other addons."""
