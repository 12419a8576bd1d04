/// The stages of a request, which requests that are under way pass together.
package enum Stage {
    /// Ends a stage: the others that are under way reach its end too before the next begins.
    ///
    /// What a stage needs of code and tables is then in the processor's caches for all of them, and their writes come to the store
    /// together (J. Larus and M. Parkes, "Using Cohort Scheduling to Enhance Server Performance", USENIX 2002). A request on its own loses
    /// a microsecond.
    package static func end() async { await Task.yield() }
}
