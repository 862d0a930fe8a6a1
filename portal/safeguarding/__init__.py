"""Words of danger in what a person typed, and the flag on a request that makes a worker look before anything else."""
