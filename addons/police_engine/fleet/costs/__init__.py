"""What a vehicle costs over its life: one ledger line shared over several vehicles to the penny."""
