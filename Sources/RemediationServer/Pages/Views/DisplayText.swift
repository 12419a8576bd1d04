internal import Remediation

/// Words for people: states, ages, odds.
enum DisplayText {
    /// `93%`, `>99%`, `<1%`.
    static func percent(_ probability: Double) -> String {
        switch probability {
        case ..<0.005: "<1%"
        case 0.995...: ">99%"
        default: "\(Int((probability * 100).rounded()))%"
        }
    }

    /// `93.1 %`: for figures that are compared with each other.
    static func tenthPercent(_ share: Double) -> String { HumanUnits.fixed(share * 100, decimals: 1) + " %" }

    /// `0.7 percentage points`.
    static func percentagePoints(_ difference: Double) -> String { HumanUnits.fixed(difference * 100, decimals: 1) + " percentage points" }

    /// The width of a bar of `fraction`, from 0 to 100.
    static func barWidth(_ fraction: Double) -> String {
        HumanUnits.fixed(min(max(fraction.isFinite ? fraction : 0, 0), 1) * 100, decimals: 1)
    }

    /// `12 min ago`.
    static func age(_ moment: Timestamp, now: Timestamp) -> String {
        let seconds = now.seconds - moment.seconds
        switch seconds {
        case ..<10: return "just now"
        case ..<60: return "\(Int(seconds)) s ago"
        case ..<3_600: return "\(Int(seconds / 60)) min ago"
        case ..<86_400: return "\(Int(seconds / 3_600)) h ago"
        default:
            let days = Int(seconds / 86_400)
            return days == 1 ? "yesterday" : "\(days) days ago"
        }
    }

    /// A moment as `2026-11-21 08:45 UTC`.
    static func moment(_ moment: Timestamp) -> String {
        let text = moment.formatted
        return text.prefix(10) + " " + text.dropFirst(11).prefix(5) + " UTC"
    }

    static func state(_ state: RecommendationState) -> String {
        switch state {
        case .observed: "Observed"
        case .pending: "Waiting"
        case .approved: "Approved"
        case .rejected: "Rejected"
        case .applied: "Applied"
        case .applyFailed: "Not applied"
        case .succeeded: "Succeeded"
        case .failedAgain: "Failed again"
        }
    }

    static func action(_ action: Recommendation.Action) -> String {
        switch action {
        case .retry: "Retry"
        case .stop: "Do not retry"
        case .review: "Needs a person"
        }
    }

    static func retryability(_ value: Retryability) -> String {
        switch value {
        case .sameConfiguration: "Yes, unchanged"
        case .changedConfiguration: "Yes, with more"
        case .no: "No"
        case .unknown: "Not known"
        }
    }

    /// A fact's value in the unit that its name ends with.
    static func fact(_ name: String, _ fact: Fact) -> String {
        switch fact {
        case .text(let text): text
        case .number(let value):
            if name.hasSuffix("Bytes"), abs(value) < 9e15 {
                HumanUnits.bytes(Int64(value))
            } else if name.hasSuffix("Seconds") {
                HumanUnits.seconds(value)
            } else {
                Int64(exactly: value).map(String.init) ?? HumanUnits.number(value)
            }
        }
    }

    /// `limitBytes` as `Limit`.
    static func factName(_ name: String) -> String {
        var stem = Substring(name)
        for unit in ["Bytes", "Seconds"] where stem.hasSuffix(unit) && stem.count > unit.count { stem = stem.dropLast(unit.count) }
        var words = ""
        for character in stem {
            if character.isUppercase, !words.isEmpty { words += " " }
            words += character.lowercased()
        }
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}
