package import Remediation
internal import Yams

extension RemediationError {
    /// The error of a YAML file: the field's path, its line, and what to write instead.
    package init(_ error: DecodingError, in yaml: String) {
        let path: [any CodingKey] =
            switch error {
            case .keyNotFound(_, let context), .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
                context.codingPath
            @unknown default: []
            }
        self.init(error, line: Self.line(of: path, in: yaml))
    }

    /// The line at which `path` leads into `yaml`, from 1; that of the last part that is there.
    private static func line(of path: [any CodingKey], in yaml: String) -> Int? {
        guard !path.isEmpty, var node = try? Yams.compose(yaml: yaml) else { return nil }
        var line: Int?
        for key in path {
            if let index = key.intValue, let items = node.sequence, items.indices.contains(index) {
                node = items[index]
                line = node.mark?.line ?? line
            } else if let (name, value) = node.mapping?.first(where: { $0.key.string == key.stringValue }) {
                line = name.mark?.line ?? line
                node = value
            } else {
                break
            }
        }
        return line
    }
}
