import SchedulerClients
import Testing

@Suite struct OutboundResponseTests {
    @Test(
        arguments: [
            ("120", 120), ("0", 0), ("-5", 0), ("999999", 86_400), ("Fri, 31 Dec 1999 23:59:59 GMT", 59),
            ("Fri, 31 Dec 1999 23:58:00 GMT", 0),
            ("soon", nil), ("", nil), ("1.5", nil),
        ] as [(String, Double?)]
    )
    func readsRetryAfter(text: String, seconds: Double?) {
        let response = OutboundResponse(status: 429, headers: ["retry-after": text])
        #expect(response.retryAfterSeconds(now: 946_684_740) == seconds)
    }

    @Test func sortsStatuses() {
        for status in 100...999 {
            let response = OutboundResponse(status: status)
            #expect(response.isSuccess == (200...299).contains(status))
            #expect(response.isTransient == ([408, 425, 429].contains(status) || (500...599).contains(status)))
        }
    }
}
