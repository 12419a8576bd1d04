import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore
import Remediation
import Testing
import Yams

@testable import RemediationServer

/// Holds the server against `api/openapi.yaml`.
@Suite struct ContractTests {
    let text: String
    let document: [String: Any]

    init() throws {
        text = try String(contentsOfFile: ServerFixture.repository + "/api/openapi.yaml", encoding: .utf8)
        document = try #require(try Yams.load(yaml: text) as? [String: Any])
    }

    @Test func theProgramServesTheDocument() async throws {
        #expect(OpenAPIDocument.text == text, "run api/embed.sh")
        try await ServerFixture().test { client in
            let answer = try await client.get("/openapi.yaml")
            #expect(answer.status == .ok)
            #expect(answer.text == OpenAPIDocument.text)
        }
    }

    @Test func everyRouteOfTheAPIIsInTheDocumentAndTheOtherWayRound() async throws {
        let paths = try #require(document["paths"] as? [String: [String: Any]])
        let written = Set(paths.flatMap { path, methods in methods.keys.map { "\($0.uppercased()) \(path)" } })
        let table = try await ServerFixture().server.buildRouter()
        let pages = [
            "/", "/failures/", "/jobs/", "/rules", "/model", "/assets/", "/overview", "/deliveries", "/incidents", "/policy", "/audit",
            "/pauses", "/decisions", "/events", "/sign-",
        ]
        let served = Set(
            table.entries.filter { entry in !pages.contains { entry.template == $0 || ($0.count > 1 && entry.template.hasPrefix($0)) } }
                .map { "\($0.method.rawValue) \($0.template)" }
        )
        #expect(served == written)
    }

    @Test func theRolesInTheDocumentAreThoseOfTheTable() throws {
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        for (path, methods) in paths {
            for (method, operation) in methods {
                let access = try #require(RouteAccess.table["\(method.uppercased()) \(path)"])
                switch access.requirement {
                case .nobody: #expect((operation["security"] as? [Any])?.isEmpty == true, "\(method) \(path)")
                case .anyRole: #expect(operation["x-least-role"] as? String == "any", "\(method) \(path)")
                case .role(let role): #expect(operation["x-least-role"] as? String == role.rawValue, "\(method) \(path)")
                }
            }
        }
    }

    @Test func theClassesAndStatesAreTheDomains() throws {
        let schemas = try #require((document["components"] as? [String: Any])?["schemas"] as? [String: [String: Any]])
        #expect(schemas["FailureClass"]?["enum"] as? [String] == FailureClass.all.map(\.rawValue))
        #expect(schemas["RecommendationState"]?["enum"] as? [String] == RecommendationState.allCases.map(\.rawValue))
        #expect(schemas["Retryability"]?["enum"] as? [String] == Retryability.allCases.map(\.rawValue))
    }

    @Test func everyExampleIsTaken() async throws {
        let paths = try #require(document["paths"] as? [String: [String: [String: Any]]])
        var requests: [(path: String, body: Data)] = []
        for (path, methods) in paths {
            let content = (methods["post"]?["requestBody"] as? [String: Any])?["content"] as? [String: Any]
            let examples = (content?["application/json"] as? [String: Any])?["examples"] as? [String: [String: Any]] ?? [:]
            for example in examples.values {
                requests.append((path, try JSONSerialization.data(withJSONObject: try #require(example["value"]))))
            }
        }
        #expect(requests.count >= 5)
        let fixed = requests
        try await ServerFixture().test { client in
            let posted = try await client.post("/v1/failures", memoryFailure(run: "1"))
            let id = try #require(try posted.string("recommendation", "id"))
            for request in fixed {
                let path = request.path.replacingOccurrences(of: "{id}", with: id)
                let answer = try await client.post(path, String(decoding: request.body, as: UTF8.self))
                #expect(answer.status.code < 300, "\(path): \(answer.text)")
            }
        }
    }
}
