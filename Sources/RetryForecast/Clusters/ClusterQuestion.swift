/// A job whose cluster is asked for.
package struct ClusterQuestion: Hashable, Sendable {
    /// A label by which jobs are related.
    package struct Label: Hashable, Sendable {
        /// Its name.
        package var name: String
        /// Its value.
        package var value: String

        /// A label.
        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The job's stable name; it need not have run.
    package var job: String
    /// The job's labels, from the widest group to the narrowest: jobs that share them all do the same work.
    package var labels: [Label]
    /// The size of the input in bytes, where it is known.
    package var inputBytes: Double?

    /// A question.
    package init(job: String, labels: [Label] = [], inputBytes: Double? = nil) {
        self.job = job
        self.labels = labels
        self.inputBytes = inputBytes
    }
}
