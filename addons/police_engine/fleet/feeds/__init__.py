"""Files that suppliers send about vehicles: fuel cards, charge points and telematics."""
