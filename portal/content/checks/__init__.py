"""What is looked for in a draft before its release: what it lacks, gives away or gets wrong."""
