"""What-if: what awards would cost, on the real engine, for everybody, with the employer's on-costs."""
