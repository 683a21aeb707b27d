//! Nothing: the benchmarks stand in `benches`, so that the rivals they need are built for them alone.
