package import Remediation

/// What is done when an incident opens: a section of the policy file.
package struct Playbook: Hashable, Sendable {
    /// One act.
    package enum Step: Hashable, Sendable {
        /// Posts the incident to an address.
        case call(url: String)
        /// Holds repairs for as long as the incident lasts.
        case pause(PauseScope)

        /// Host and port of whom is called.
        private var host: String? {
            guard case .call(let url) = self else { return nil }
            let authority = url.split(separator: "/").dropFirst().first?.prefix { $0 != "?" && $0 != "#" }
            return authority?.split(separator: "@").last?.lowercased()
        }

        /// The name of the circuit of whom is called: the same for every playbook that calls the same host.
        package var circuit: String? { host.map { "playbook/\($0)" } }

        /// The act in a few words; no address beyond its host, which may hold a token.
        package var summary: String {
            switch self {
            case .call: "call \(host ?? "an address")"
            case .pause(let scope): "pause \(scope.summary)"
            }
        }
    }

    /// The names of the circuits of those whom it calls.
    package var circuits: [String] { steps.compactMap(\.circuit) }

    /// The playbook's name, for the audit log.
    package var name: String
    /// Patterns of classes; empty for every class.
    package var classes: [String]
    /// Engines; empty for every engine.
    package var engines: [String]
    /// Patterns of hosts; empty for every host.
    package var hosts: [String]
    /// What to do, in turn.
    package var steps: [Step]

    /// Whether the playbook is for `incident`: one that names no kinds is for all, and else its kind must be named.
    package func fits(_ incident: Incident) -> Bool {
        if classes.isEmpty, engines.isEmpty, hosts.isEmpty { return true }
        return switch incident.dimension {
        case .failureClass: classes.contains { Glob($0).matches(incident.value) }
        case .engine: engines.contains(incident.value)
        case .host: hosts.contains { Glob($0).matches(incident.value) }
        }
    }
}

extension Playbook: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case name, on, steps
    }

    enum TriggerKeys: String, CodingKey, CaseIterable {
        case classes, engines, hosts
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decodeName(forKey: .name, limit: 64)
        (classes, engines, hosts) = ([], [], [])
        if container.contains(.on) {
            let decoder = try container.superDecoder(forKey: .on)
            try decoder.refuseUnknownFields(TriggerKeys.self)
            let on = try decoder.container(keyedBy: TriggerKeys.self)
            classes = try on.decodeIfPresent([String].self, forKey: .classes) ?? []
            engines = try on.decodeIfPresent([String].self, forKey: .engines) ?? []
            hosts = try on.decodeIfPresent([String].self, forKey: .hosts) ?? []
            if let refusal = classes.lazy.compactMap(FailureClass.refusal(ofPattern:)).first {
                throw DecodingError.dataCorruptedError(forKey: .classes, in: on, debugDescription: refusal)
            }
        }
        steps = try container.decode([Step].self, forKey: .steps)
    }
}

extension Playbook.Step: Decodable {
    enum CodingKeys: String, CodingKey, CaseIterable {
        case call, pause
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseUnknownFields(CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        if container.contains(.pause) {
            guard !container.contains(.call) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .pause,
                    in: container,
                    debugDescription: "is one act too many; make two steps"
                )
            }
            self = .pause(try container.decode(PauseScope.self, forKey: .pause))
        } else {
            let url = try container.decodeName(forKey: .call, limit: 2_048)
            guard url.hasPrefix("https://") || url.hasPrefix("http://") else {
                throw DecodingError.dataCorruptedError(
                    forKey: .call,
                    in: container,
                    debugDescription: "is not an address; write https://host/path"
                )
            }
            self = .call(url: url)
        }
    }
}
