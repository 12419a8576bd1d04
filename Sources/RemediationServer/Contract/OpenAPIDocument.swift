// Written by api/embed.sh from api/openapi.yaml; edit that file.

/// The contract of the API, served at `/openapi.yaml`.
enum OpenAPIDocument {
    /// The document, byte for byte.
    static let text = ###"""
        # The contract of Mulligan's HTTP API. Written by hand; the server is tested against it, not the other way round.
        # After a change run api/embed.sh, which puts it into the program for GET /openapi.yaml.
        openapi: 3.1.0
        info:
          title: Mulligan
          version: 1.0.0
          summary: Gives failed batch jobs their second try, when it is worth its money.
          description: |
            Post failed attempts; the answer says what went wrong and what to do about it. Bytes, seconds and USD are the units. Input is
            read strictly: an unknown field or query parameter is an error, and nothing is changed then. Every error is a problem details
            object (RFC 9457) with the field at fault and the remedy. An optional member may be null, which means absent. Limits on the length of
            text count characters of Unicode. Every answer bears `X-Request-Id`; a request may bring its own.
          license:
            name: Apache-2.0
            identifier: Apache-2.0
        servers:
          - url: /
        security:
          - token: []
        tags:
          - name: failures
            description: What failed, why, and what is recommended.
          - name: recommendations
            description: What operators decide.
          - name: operators
            description: What stops remediation, what it did, and what it could not do.
          - name: history
            description: What is learnt, and what is asked before a run.
          - name: hooks
            description: What schedulers push of their own accord.
          - name: operations
            description: What machines that look after the service ask.
        paths:
          /v1/failures:
            post:
              tags: [failures]
              operationId: postFailure
              x-least-role: scheduler
              summary: Post a failed attempt
              description: >
                The failure is stored before it is answered. The same `Idempotency-Key`, or without one the same job, run and attempt, makes
                one failure: the second post is answered with the first's record.
              parameters:
                - $ref: '#/components/parameters/IdempotencyKey'
              requestBody:
                required: true
                description: At most 32 MiB; of longer logs send the last part.
                content:
                  application/json:
                    schema:
                      $ref: '#/components/schemas/JobFailure'
                    examples:
                      slurmOutOfMemory:
                        summary: A Slurm job that the kernel killed
                        value:
                          job: etl-daily
                          runId: '4711'
                          attempt: 1
                          engine: slurm
                          schedulerState: OUT_OF_MEMORY
                          exitCode: 0
                          signal: 125
                          log: "loading\nslurmstepd: error: Detected 1 oom-kill event(s) in StepId=4711.batch.\n"
                          resources: {memoryBytes: 314572800, cpus: 1}
                          runSeconds: 12.5
                          inputBytes: 600000000
                          limits: {memoryBytes: 8589934592}
                          labels: {queue: normal}
              responses:
                '201':
                  description: Stored, classified and decided.
                  headers:
                    Location:
                      required: true
                      description: Where the failure is.
                      schema: {type: string}
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/AcceptedFailure'
                '200':
                  description: Known already; this is its record.
                  headers:
                    Location:
                      required: true
                      description: Where the failure is.
                      schema: {type: string}
                    Idempotency-Replayed:
                      required: true
                      description: Always `true`.
                      schema: {type: string, const: 'true'}
                  content:
                    application/json:
                      schema:
                        $ref: '#/components/schemas/AcceptedFailure'
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
            get:
              tags: [failures]
              operationId: listFailures
              x-least-role: viewer
              summary: List failures, newest first
              parameters:
                - $ref: '#/components/parameters/FilterJob'
                - $ref: '#/components/parameters/FilterRun'
                - $ref: '#/components/parameters/FilterEngine'
                - $ref: '#/components/parameters/FilterClass'
                - $ref: '#/components/parameters/FilterState'
                - $ref: '#/components/parameters/Limit'
                - $ref: '#/components/parameters/Cursor'
              responses:
                '200':
                  description: One page.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [items, nextCursor]
                        properties:
                          items:
                            type: array
                            maxItems: 500
                            items: {$ref: '#/components/schemas/FailureSummary'}
                          nextCursor: {$ref: '#/components/schemas/NextCursor'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/failures/{id}:
            get:
              tags: [failures]
              operationId: getFailure
              x-least-role: viewer
              summary: A failure with its log, cause and recommendation
              parameters:
                - $ref: '#/components/parameters/Id'
              responses:
                '200':
                  description: The failure.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/FailureRecord'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/classify:
            post:
              tags: [failures]
              operationId: classify
              x-least-role: any
              summary: Say what went wrong, and store nothing
              description: The body is a line of `mulligan classify`.
              requestBody:
                required: true
                description: At most 32 MiB.
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/ClassifyRequest'}
                    examples:
                      python:
                        summary: A missing module
                        value:
                          id: q1
                          engine: python
                          exitCode: 1
                          log: "Traceback (most recent call last):\nModuleNotFoundError: No module named 'pandas'\n"
              responses:
                '200':
                  description: The class, or `other.unknown` where no rule holds.
                  content:
                    application/json:
                      schema:
                        allOf:
                          - $ref: '#/components/schemas/Classification'
                          - type: object
                            properties:
                              id: {type: string, description: The request's identifier.}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/recommendations:
            get:
              tags: [recommendations]
              operationId: listRecommendations
              x-least-role: viewer
              summary: List recommendations, newest first
              parameters:
                - $ref: '#/components/parameters/FilterJob'
                - $ref: '#/components/parameters/FilterRun'
                - $ref: '#/components/parameters/FilterEngine'
                - $ref: '#/components/parameters/FilterClass'
                - $ref: '#/components/parameters/FilterState'
                - $ref: '#/components/parameters/Limit'
                - $ref: '#/components/parameters/Cursor'
              responses:
                '200':
                  description: One page.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [items, nextCursor]
                        properties:
                          items:
                            type: array
                            maxItems: 500
                            items: {$ref: '#/components/schemas/Recommendation'}
                          nextCursor: {$ref: '#/components/schemas/NextCursor'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/recommendations/{id}:
            get:
              tags: [recommendations]
              operationId: getRecommendation
              x-least-role: any
              summary: A recommendation
              parameters:
                - $ref: '#/components/parameters/Id'
              responses:
                '200': {$ref: '#/components/responses/Recommendation'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/recommendations/{id}/approve:
            post:
              tags: [recommendations]
              operationId: approve
              x-least-role: operator
              summary: Accept a recommendation and send it on its way
              parameters:
                - $ref: '#/components/parameters/Id'
              requestBody: {$ref: '#/components/requestBodies/Decision'}
              responses:
                '200': {$ref: '#/components/responses/Recommendation'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/recommendations/{id}/reject:
            post:
              tags: [recommendations]
              operationId: reject
              x-least-role: operator
              summary: Decline a recommendation
              parameters:
                - $ref: '#/components/parameters/Id'
              requestBody: {$ref: '#/components/requestBodies/Decision'}
              responses:
                '200': {$ref: '#/components/responses/Recommendation'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/recommendations/{id}/override:
            post:
              tags: [recommendations]
              operationId: override
              x-least-role: operator
              summary: Accept with another configuration and send it on its way
              parameters:
                - $ref: '#/components/parameters/Id'
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/OverrideRequest'}
                    examples:
                      more:
                        summary: Four GiB
                        value: {target: {memoryBytes: 4294967296, cpus: 2}, actor: ada, note: known to need it}
              responses:
                '200': {$ref: '#/components/responses/Recommendation'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/attempts:
            post:
              tags: [history]
              operationId: recordAttempt
              x-least-role: scheduler
              summary: Record a finished attempt, good or bad
              description: The body is an `attempt` line of `mulligan advise`. The same job, run and attempt (or key) twice makes one.
              parameters:
                - $ref: '#/components/parameters/IdempotencyKey'
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/Attempt'}
                    examples:
                      succeeded:
                        summary: A run that went well
                        value:
                          job: etl-daily
                          runId: '4712'
                          requested: {memoryBytes: 1073741824, cpus: 1}
                          inputBytes: 590000000
                          result: succeeded
                          peakMemoryBytes: 640000000
                          runSeconds: 118
              responses:
                '201':
                  description: Stored.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/RecordedAttempt'}
                '200':
                  description: Known already.
                  headers:
                    Idempotency-Replayed:
                      required: true
                      description: Always `true`.
                      schema: {type: string, const: 'true'}
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/RecordedAttempt'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/advice:
            post:
              tags: [history]
              operationId: advise
              x-least-role: any
              summary: What should this job start with, or continue with?
              description: The body is an `ask` line of `mulligan advise`, and the answer its answer. Nothing is stored.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/AdviceRequest'}
                    examples:
                      second:
                        summary: After one memory kill
                        value:
                          id: q1
                          job: etl-daily
                          requested: {memoryBytes: 314572800, cpus: 1}
                          inputBytes: 600000000
                          failed:
                            - {memoryBytes: 314572800, cpus: 1, failureClass: memory.container_limit}
                          limits: {memoryBytes: 8589934592}
              responses:
                '200':
                  description: The attempts to make in turn, or why none is worth making.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Advice'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/plans:
            post:
              tags: [history]
              operationId: planFleet
              x-least-role: any
              summary: Which of many pending retries should run now, and with what?
              description: >
                Chooses one configuration a job, or none, of greatest expected value under totals of memory, cores and money, and says how far the
                plan can be from the best one there is. A job that is left waiting says why. Nothing is stored. `mulligan plan-fleet` does the same
                from a file.
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/FleetPlanRequest'}
                    examples:
                      two:
                        summary: Two jobs that share 8 GB
                        value:
                          jobs:
                            - {id: q1, job: etl-daily, requested: {memoryBytes: 4000000000, cpus: 2}}
                            - {id: q2, job: etl-hourly, requested: {memoryBytes: 6000000000, cpus: 2}}
                          capacity: {memoryBytes: 8000000000, cpus: 16, costUSD: 2.5}
                          valueUSD: 0.5
              responses:
                '200':
                  description: One choice a job in the order of the question, and what the plan comes to.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/FleetPlan'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/jobs/{job}/configuration:
            get:
              tags: [history]
              operationId: getJobConfiguration
              x-least-role: any
              summary: What a job should run with now
              parameters:
                - name: job
                  in: path
                  required: true
                  description: The job's name, percent-encoded; a slash in it is `%2F`.
                  schema: {type: string, minLength: 1, maxLength: 512}
                  example: etl-daily
              responses:
                '200':
                  description: The advice for its next run, and from what it follows.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/JobConfiguration'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/audit:
            get:
              tags: [operators]
              operationId: listAudit
              x-least-role: viewer
              summary: List what was decided and done, newest first
              description: >
                The log is append-only and chained by hashes; `mulligan audit verify` follows the chain, `mulligan audit export` prints all of it.
              parameters:
                - name: kind
                  in: query
                  description: Of this kind alone.
                  schema: {type: string, minLength: 1, maxLength: 64}
                - name: subject
                  in: query
                  description: Of this subject alone, such as `recommendation/01k...`.
                  schema: {type: string, minLength: 1, maxLength: 512}
                - name: actor
                  in: query
                  description: By this actor alone.
                  schema: {type: string, minLength: 1, maxLength: 512}
                - $ref: '#/components/parameters/Limit'
                - $ref: '#/components/parameters/AuditCursor'
              responses:
                '200':
                  description: One page.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [items, nextCursor]
                        properties:
                          items:
                            type: array
                            maxItems: 500
                            items: {$ref: '#/components/schemas/AuditEntry'}
                          nextCursor: {$ref: '#/components/schemas/NextCursor'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/outbox:
            get:
              tags: [operators]
              operationId: getOutbox
              x-least-role: viewer
              summary: What holds repairs back now
              responses:
                '200':
                  description: Pauses, the retry budget and the circuits of the schedulers.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/OutboxStatus'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/pauses:
            get:
              tags: [operators]
              operationId: listPauses
              x-least-role: viewer
              summary: List what is paused, oldest first
              responses:
                '200':
                  description: One page.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [items, nextCursor]
                        properties:
                          items:
                            type: array
                            maxItems: 500
                            items: {$ref: '#/components/schemas/Pause'}
                          nextCursor: {$ref: '#/components/schemas/NextCursor'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
            post:
              tags: [operators]
              operationId: pause
              x-least-role: operator
              summary: Stop remediation, wholly or in part
              description: >
                Works at once: what is covered is still decided, and no repair of it begins to be sent after this answer, by any process on the
                store. Where no adapter repairs an engine's jobs, automatic retries are answered as a review that waits for an operator, in other
                processes within a second. A scope that is paused already stays as it is.
              requestBody:
                required: false
                description: What to pause; everything where nothing is named.
                content:
                  application/json:
                    schema: {$ref: '#/components/schemas/PauseRequest'}
                    examples:
                      network:
                        summary: Failures of the network
                        value: {scope: {class: 'network.*'}, actor: ada, note: the firewall is being changed}
              responses:
                '200':
                  description: The pause in force.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Pause'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/pauses/{id}/resume:
            post:
              tags: [operators]
              operationId: resume
              x-least-role: operator
              summary: Lift a pause
              parameters:
                - $ref: '#/components/parameters/Id'
              requestBody: {$ref: '#/components/requestBodies/Decision'}
              responses:
                '200':
                  description: The pause that was lifted.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Pause'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '404': {$ref: '#/components/responses/NotFound'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/deliveries:
            get:
              tags: [operators]
              operationId: listDeliveries
              x-least-role: viewer
              summary: List repairs on their way to schedulers, newest first
              parameters:
                - name: state
                  in: query
                  description: In this state alone; `dead` ones were given up.
                  schema: {$ref: '#/components/schemas/DeliveryState'}
                - name: recommendationId
                  in: query
                  description: Of this recommendation alone.
                  schema: {type: string, minLength: 1, maxLength: 64}
                - $ref: '#/components/parameters/Limit'
                - $ref: '#/components/parameters/Cursor'
              responses:
                '200':
                  description: One page.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [items, nextCursor]
                        properties:
                          items:
                            type: array
                            maxItems: 500
                            items: {$ref: '#/components/schemas/Delivery'}
                          nextCursor: {$ref: '#/components/schemas/NextCursor'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/deliveries/{id}:
            get:
              tags: [operators]
              operationId: getDelivery
              x-least-role: viewer
              summary: A repair on its way
              parameters:
                - $ref: '#/components/parameters/Id'
              responses:
                '200':
                  description: The delivery.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Delivery'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/deliveries/{id}/retry:
            post:
              tags: [operators]
              operationId: retryDelivery
              x-least-role: operator
              summary: Send a dead delivery again
              description: Under its own idempotency key, so that a scheduler which took it after all does not act twice.
              parameters:
                - $ref: '#/components/parameters/Id'
              requestBody: {$ref: '#/components/requestBodies/Decision'}
              responses:
                '200':
                  description: The delivery as it is now.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Delivery'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '404': {$ref: '#/components/responses/NotFound'}
                '409': {$ref: '#/components/responses/Conflict'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/incidents:
            get:
              x-least-role: viewer
              tags: [operators]
              operationId: listIncidents
              summary: List incidents, newest first
              parameters:
                - name: open
                  in: query
                  description: Those that last alone.
                  schema: {type: boolean}
                - $ref: '#/components/parameters/Limit'
                - $ref: '#/components/parameters/Cursor'
              responses:
                '200':
                  description: One page.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [items, nextCursor]
                        properties:
                          items:
                            type: array
                            maxItems: 500
                            items: {$ref: '#/components/schemas/Incident'}
                          nextCursor: {$ref: '#/components/schemas/NextCursor'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/incidents/{id}:
            get:
              x-least-role: viewer
              tags: [operators]
              operationId: getIncident
              summary: An incident
              parameters:
                - $ref: '#/components/parameters/Id'
              responses:
                '200':
                  description: The incident.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Incident'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/incidents/{id}/steps:
            get:
              x-least-role: viewer
              tags: [operators]
              operationId: listPlaybookSteps
              summary: The steps of playbooks that an incident has set off
              description: All of them, in order of their identifiers; `nextCursor` is always null.
              parameters:
                - $ref: '#/components/parameters/Id'
              responses:
                '200':
                  description: The steps.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [items, nextCursor]
                        properties:
                          items:
                            type: array
                            items: {$ref: '#/components/schemas/PlaybookStep'}
                          nextCursor: {$ref: '#/components/schemas/NextCursor'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /v1/incidents/{id}/close:
            post:
              x-least-role: operator
              tags: [operators]
              operationId: closeIncident
              summary: End an incident that is none, or no longer
              description: What it held is released, and its kind opens no other for an hour.
              parameters:
                - $ref: '#/components/parameters/Id'
              requestBody: {$ref: '#/components/requestBodies/Decision'}
              responses:
                '200':
                  description: The incident as it is now.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Incident'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '404': {$ref: '#/components/responses/NotFound'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /hooks/{name}:
            post:
              tags: [hooks]
              operationId: push
              x-least-role: scheduler
              security: [{token: []}, {hookSignature: []}]
              summary: Take what a scheduler pushes
              description: The body is the scheduler's own; `slurm` takes what Slurm's job completion plugins send.
              parameters:
                - name: name
                  in: path
                  required: true
                  description: The hook's name.
                  schema: {type: string, minLength: 1, maxLength: 64}
                  example: slurm
              requestBody:
                required: true
                content:
                  application/json:
                    schema: {type: object}
              responses:
                '200':
                  description: Read, and what it reports is stored. Not 202, which Slurm would take for a refusal.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [events]
                        properties:
                          events: {type: integer, minimum: 0, description: How many ended attempts were read from it.}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '404': {$ref: '#/components/responses/NotFound'}
                '408': {$ref: '#/components/responses/RequestTimeout'}
                '409': {$ref: '#/components/responses/Conflict'}
                '413': {$ref: '#/components/responses/TooLarge'}
                '415': {$ref: '#/components/responses/UnsupportedMediaType'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /healthz:
            get:
              tags: [operations]
              operationId: health
              security: []
              summary: Whether the process runs
              responses:
                '200':
                  description: It does.
                  content:
                    application/json:
                      schema:
                        type: object
                        required: [status, version]
                        properties:
                          status: {type: string, const: ok}
                          version: {type: string}
                '400': {$ref: '#/components/responses/InvalidInput'}
                default: {$ref: '#/components/responses/Fault'}
          /readyz:
            get:
              tags: [operations]
              operationId: readiness
              security: []
              summary: Whether failures can be taken now
              responses:
                '200':
                  description: They can.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Readiness'}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '503':
                  description: They cannot, and what stands in the way.
                  content:
                    application/json:
                      schema: {$ref: '#/components/schemas/Readiness'}
                default: {$ref: '#/components/responses/Fault'}
          /metrics:
            get:
              tags: [operations]
              operationId: metrics
              x-least-role: viewer
              summary: Metrics in Prometheus' text format
              responses:
                '200':
                  description: The metrics.
                  content:
                    text/plain:
                      schema: {type: string}
                '400': {$ref: '#/components/responses/InvalidInput'}
                '401': {$ref: '#/components/responses/Unauthorized'}
                '403': {$ref: '#/components/responses/Forbidden'}
                '429': {$ref: '#/components/responses/TooManyRequests'}
                '503': {$ref: '#/components/responses/Unavailable'}
                default: {$ref: '#/components/responses/Fault'}
          /openapi.yaml:
            get:
              tags: [operations]
              operationId: contract
              security: []
              summary: This document
              responses:
                '200':
                  description: This document.
                  content:
                    application/yaml:
                      schema: {type: object, required: [openapi, info, paths]}
                '400': {$ref: '#/components/responses/InvalidInput'}
                default: {$ref: '#/components/responses/Fault'}
        components:
          securitySchemes:
            token:
              type: http
              scheme: bearer
              description: |
                An API token (`mulligan tokens create`) or a token of the configured identity provider. `x-least-role` of an operation names
                the role that it takes: operator includes viewer and scheduler, admin includes all, any means any role. A service that
                listens on loopback alone asks for none unless it was started with `--authentication required`.
            hookSignature:
              type: apiKey
              in: header
              name: X-Mulligan-Signature
              description: |
                `v1=` and the hexadecimal HMAC-SHA256 of the text of `X-Mulligan-Timestamp` (seconds since 1970, within five minutes of
                now), a dot and the body, under the secret that both sides share. A signature is taken once.
          parameters:
            IdempotencyKey:
              name: Idempotency-Key
              in: header
              description: A key of the client's choice; the same key again changes nothing and is answered as the first time.
              schema: {type: string, minLength: 1, maxLength: 255, pattern: '^[!-~]+$'}
            Id:
              name: id
              in: path
              required: true
              description: The identifier.
              schema: {type: string, minLength: 1, maxLength: 64}
            FilterJob:
              name: job
              in: query
              description: Of this job alone.
              schema: {type: string, minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$'}
            FilterRun:
              name: runId
              in: query
              description: Of this run alone.
              schema: {type: string, minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$'}
            FilterEngine:
              name: engine
              in: query
              description: Of this engine alone.
              schema: {type: string, minLength: 1, maxLength: 64, pattern: '^[^\u0000]+$'}
            FilterClass:
              name: class
              in: query
              description: Of this class alone.
              schema: {$ref: '#/components/schemas/FailureClass'}
            FilterState:
              name: state
              in: query
              description: With a recommendation in this state alone.
              schema: {$ref: '#/components/schemas/RecommendationState'}
            Limit:
              name: limit
              in: query
              description: The most items of a page.
              schema: {type: integer, minimum: 1, maximum: 500, default: 50}
            AuditCursor:
              name: cursor
              in: query
              description: The `nextCursor` of the page before.
              schema: {type: string, pattern: '^[0-9]{1,18}$'}
            Cursor:
              name: cursor
              in: query
              description: The `nextCursor` of the page before.
              schema: {type: string, minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$'}
          requestBodies:
            Decision:
              required: false
              description: Who decides and why; may be left out.
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/DecisionRequest'}
                  examples:
                    named:
                      summary: With a name and a reason
                      value: {actor: ada, note: looks right}
          responses:
            Recommendation:
              description: The recommendation as it is now.
              content:
                application/json:
                  schema: {$ref: '#/components/schemas/Recommendation'}
            InvalidInput:
              description: The request breaks a rule; `field` names where.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
                  examples:
                    field:
                      summary: A value out of range
                      value:
                        type: 'urn:mulligan:problem:invalid_input'
                        title: The request breaks a rule
                        status: 400
                        detail: 'resources.memoryBytes: -1 is out of range; the value must be from 1 to 9007199254740992'
                        code: invalid_input
                        field: resources.memoryBytes
                        errors: [{field: resources.memoryBytes, detail: '-1 is out of range; the value must be from 1 to 9007199254740992'}]
                        remedy: Correct the field that the detail names; nothing was changed. The contract is at /openapi.yaml.
                        requestId: 4f6ad0e1c1a94f7e0000000000000001
            Unauthorized:
              description: The request brings no token, or one that is unknown, expired or revoked.
              headers:
                WWW-Authenticate:
                  required: true
                  description: Always `Bearer`.
                  schema: {type: string, const: Bearer}
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            Forbidden:
              description: The sender's role may not do this, or a page of another site sent it.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            NotFound:
              description: There is no such thing.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            RequestTimeout:
              description: The body did not arrive in time.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            Conflict:
              description: The present state does not allow this, or the key was used for something else.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            TooLarge:
              description: The body is larger than the limit.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            TooManyRequests:
              description: The sender's requests, or wrong tokens from its address, come too fast.
              headers:
                Retry-After:
                  required: true
                  description: Seconds to wait.
                  schema: {type: integer, minimum: 1}
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            UnsupportedMediaType:
              description: The body is not `application/json`, or it is compressed.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            Unavailable:
              description: A part of the service does not answer now; try again after `Retry-After`.
              headers:
                Retry-After:
                  required: true
                  description: Seconds to wait.
                  schema: {type: integer, minimum: 1}
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
            Fault:
              description: A fault of the service; its log has the cause under the request's identifier.
              content:
                application/problem+json:
                  schema: {$ref: '#/components/schemas/Problem'}
          schemas:
            Problem:
              type: object
              description: A problem details object (RFC 9457).
              required: [type, title, status, detail, code, remedy, requestId]
              properties:
                type: {type: string, pattern: '^urn:mulligan:problem:[a-z_]+$'}
                title: {type: string, description: The kind of problem in words.}
                status: {type: integer, minimum: 400, maximum: 599}
                detail: {type: string, description: What is wrong this time and what to do about it.}
                code:
                  type: string
                  enum: [invalid_input, unauthorized, forbidden, not_found, method_not_allowed, request_timeout, conflict, too_large,
                         unsupported_media_type, too_many_requests, overloaded, unavailable, internal]
                field: {type: string, description: The first field at fault.}
                errors:
                  type: array
                  description: Every field at fault.
                  items:
                    type: object
                    required: [field, detail]
                    properties:
                      field: {type: string}
                      detail: {type: string}
                remedy: {type: string, description: What to do about problems of this kind.}
                requestId: {type: string}
            FailureClass:
              type: string
              description: What went wrong, of a fixed taxonomy; docs/failure-classes.md explains each.
              enum:
                - memory.executor_oom
                - memory.driver_oom
                - memory.container_limit
                - memory.overhead_native
                - memory.gc_overhead
                - memory.metaspace
                - memory.gpu_oom
                - memory.result_too_large
                - memory.host_oom
                - memory.query_limit
                - shuffle.fetch_failed
                - shuffle.spill_disk
                - disk.no_space
                - disk.quota_inode
                - cpu_time.timeout_walltime
                - cpu_time.heartbeat_timeout
                - cpu_time.cpu_starvation
                - platform.node_lost
                - platform.preempted_spot
                - platform.image_pull
                - platform.scheduling_unsatisfiable
                - platform.service_unavailable
                - platform.container_runtime
                - platform.license_limit
                - platform.hardware_fault
                - network.dns
                - network.connection_refused_reset
                - network.connect_timeout
                - network.tls
                - throttling.rate_limited
                - throttling.quota_exceeded
                - access.permission_denied
                - access.credentials_expired_invalid
                - data.not_found
                - data.schema_mismatch
                - data.corrupt_parse
                - data.constraint_quality
                - data.concurrent_modification
                - code.dependency_missing
                - code.version_conflict
                - code.syntax_compile
                - code.user_exception
                - code.config_invalid
                - code.native_crash
                - other.killed_by_user
                - other.unknown
            Retryability:
              type: string
              description: Whether trying again can help.
              enum: [same_config, changed_config, 'no', unknown]
            RecommendationState:
              type: string
              enum: [observed, pending, approved, rejected, applied, apply_failed, succeeded, failed_again]
            Timestamp:
              type: string
              format: date-time
              description: RFC 3339; answers are in UTC with milliseconds.
            Identifier:
              type: string
              description: Sorts by time.
              minLength: 1
            NextCursor:
              type: [string, 'null']
              description: What to pass as `cursor` for the next page; null on the last.
            Labels:
              type: object
              description: Names by which jobs are related.
              maxProperties: 64
              propertyNames: {minLength: 1, maxLength: 128}
              additionalProperties: {type: string, maxLength: 512}
            Signal:
              description: The signal that ended the process, by number or by name on Linux.
              oneOf:
                - {type: integer, minimum: 0, maximum: 255}
                - {type: string, enum: [SIGHUP, SIGINT, SIGQUIT, SIGILL, SIGABRT, SIGBUS, SIGFPE, SIGKILL, SIGSEGV, SIGPIPE, SIGALRM, SIGTERM, SIGXCPU, SIGXFSZ]}
            Resources:
              type: object
              description: What one attempt may use.
              required: [memoryBytes]
              additionalProperties: false
              properties:
                memoryBytes: {type: integer, minimum: 1, maximum: 9007199254740992}
                cpus: {type: [number, 'null'], minimum: 0.001, maximum: 1000000, default: 1}
                memoryOverheadBytes: {type: [integer, 'null'], minimum: 0, maximum: 9007199254740992, description: Beside the main heap.}
                gpus: {type: [number, 'null'], minimum: 0, maximum: 1000000}
                diskBytes: {type: [integer, 'null'], minimum: 0, maximum: 9007199254740992}
                timeLimitSeconds: {type: [number, 'null'], minimum: 0.001, maximum: 10000000000}
                workers: {type: [integer, 'null'], minimum: 1, maximum: 1000000}
                concurrency: {type: [integer, 'null'], minimum: 1, maximum: 1000000, description: Tasks at a time within a worker.}
            ResourceLimits:
              type: object
              description: The most that the queue or node can grant.
              additionalProperties: false
              properties:
                memoryBytes: {type: [integer, 'null'], minimum: 1, maximum: 9007199254740992}
                cpus: {type: [number, 'null'], minimum: 0.001, maximum: 1000000}
                timeLimitSeconds: {type: [number, 'null'], minimum: 0.001, maximum: 10000000000}
                diskBytes: {type: [integer, 'null'], minimum: 0, maximum: 9007199254740992}
            JobFailure:
              type: object
              required: [job, runId, engine, resources]
              additionalProperties: false
              properties:
                job: {type: string, minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$', description: 'The job''s stable name; at most 512 characters.'}
                runId: {type: string, minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$', description: This run of the job.}
                attempt: {type: [integer, 'null'], minimum: 1, maximum: 1000000, default: 1}
                engine: {type: string, minLength: 1, maxLength: 64, pattern: '^[^\u0000]+$', description: '`slurm`, `spark`, `kubernetes`, `airflow`, ...; at most 64 characters.'}
                schedulerState: {type: [string, 'null'], minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$', description: The scheduler's own word.}
                exitCode: {type: [integer, 'null'], minimum: -65536, maximum: 65536}
                signal: {anyOf: [{$ref: '#/components/schemas/Signal'}, {type: 'null'}]}
                log: {type: [string, 'null'], default: '', description: The output; may be empty. Secrets are struck out before it is stored.}
                resources: {$ref: '#/components/schemas/Resources'}
                runSeconds: {type: [number, 'null'], minimum: 0, maximum: 10000000000}
                peakMemoryBytes: {type: [integer, 'null'], minimum: 0, maximum: 9007199254740992}
                inputBytes: {type: [number, 'null'], minimum: 0, maximum: 1000000000000000000, description: Where it was known before the run.}
                limits: {anyOf: [{$ref: '#/components/schemas/ResourceLimits'}, {type: 'null'}]}
                labels: {anyOf: [{$ref: '#/components/schemas/Labels'}, {type: 'null'}]}
                podStatus: {description: 'Kubernetes'' status of the pod, as its API writes it.'}
            ClassifyRequest:
              type: object
              required: [log]
              additionalProperties: false
              properties:
                id: {type: [string, 'null'], minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$', description: Given back in the answer.}
                log: {type: string}
                engine: {type: [string, 'null'], minLength: 1, maxLength: 64, pattern: '^[^\u0000]+$'}
                exitCode: {type: [integer, 'null'], minimum: -65536, maximum: 65536}
                signal: {anyOf: [{$ref: '#/components/schemas/Signal'}, {type: 'null'}]}
                schedulerState: {type: [string, 'null'], minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$'}
                podStatus: {description: 'Kubernetes'' status of the pod, as its API writes it.'}
            LineRange:
              type: array
              description: First and last line, counted from 1, both included.
              prefixItems: [{type: integer, minimum: 1}, {type: integer, minimum: 1}]
              items: false
              minItems: 2
            ByteRange:
              type: array
              description: Offsets in the log of the first byte and of the one after the last, counted from 0.
              prefixItems: [{type: integer, minimum: 0}, {type: integer, minimum: 0}]
              items: false
              minItems: 2
            RuleMatch:
              type: object
              required: [rule, class]
              properties:
                rule: {type: string}
                class: {$ref: '#/components/schemas/FailureClass'}
                lines: {$ref: '#/components/schemas/LineRange'}
                bytes: {$ref: '#/components/schemas/ByteRange'}
            Classification:
              type: object
              required: [class, category, retryable, confidence, rule, lines, matches, facts, reasons, packVersion]
              properties:
                class: {$ref: '#/components/schemas/FailureClass'}
                category: {type: string, description: The class's part before the dot.}
                retryable: {$ref: '#/components/schemas/Retryability'}
                confidence: {type: number, minimum: 0, maximum: 1}
                rule: {type: [string, 'null'], description: The rule that decided.}
                lines:
                  description: The lines that show the cause.
                  oneOf: [{$ref: '#/components/schemas/LineRange'}, {type: 'null'}]
                matches: {type: array, items: {$ref: '#/components/schemas/RuleMatch'}}
                facts:
                  type: object
                  description: What log and scheduler say in figures and names; names end with their unit.
                  additionalProperties: {type: [number, string]}
                reasons: {type: array, items: {type: string}}
                backoffSeconds: {type: number, minimum: 0}
                exhausted: {type: string, enum: [memory, memory_overhead, gpu_memory, cpus, time_limit, disk]}
                learned: {type: boolean, description: Whether the class is the learned second opinion.}
                packVersion: {type: string}
            LadderRung:
              type: object
              description: A configuration to try if all before it failed; the fields of Resources beside its odds and cost.
              required: [memoryBytes, cpus, successProbability, expectedCostUSD]
              properties:
                memoryBytes: {type: integer, minimum: 1}
                cpus: {type: number}
                successProbability: {type: number, minimum: 0, maximum: 1}
                expectedCostUSD: {type: number, minimum: 0}
                expectedSeconds: {type: number, minimum: 0}
            Contribution:
              type: object
              required: [feature, value, logOdds]
              properties:
                feature: {type: string}
                value: {type: string}
                logOdds: {type: number}
            Recommendation:
              type: object
              required: [id, failureId, action, backoffSeconds, ladder, front, contributions, reasons, guardrails, mode, state, createdAt, updatedAt]
              properties:
                id: {$ref: '#/components/schemas/Identifier'}
                failureId: {$ref: '#/components/schemas/Identifier'}
                action: {type: string, enum: [retry, stop, review]}
                target: {$ref: '#/components/schemas/Resources'}
                uncappedTarget: {$ref: '#/components/schemas/Resources'}
                backoffSeconds: {type: number, minimum: 0}
                ladder: {type: array, items: {$ref: '#/components/schemas/LadderRung'}}
                front:
                  type: array
                  description: |
                    Members of the exact Pareto front over the probability of failure, expected cost and expected time of one attempt, over every
                    lattice point of memory and cores, cheapest first: all of them, or 64 spread over it (and the ladder's own rungs).
                  items: {$ref: '#/components/schemas/LadderRung'}
                contributions: {type: array, items: {$ref: '#/components/schemas/Contribution'}}
                reasons: {type: array, items: {type: string}}
                guardrails:
                  type: array
                  items:
                    type: object
                    required: [guardrail, reason]
                    properties:
                      guardrail: {type: string, enum: [attempts, step, capacity, repeat, uncertainty, cost, run-budget, cool-down, day-budget, pause, incident, retry-budget]}
                      reason: {type: string}
                mode: {type: string, enum: [observe, approve, auto]}
                state: {$ref: '#/components/schemas/RecommendationState'}
                createdAt: {$ref: '#/components/schemas/Timestamp'}
                updatedAt: {$ref: '#/components/schemas/Timestamp'}
                decidedBy: {type: string}
                note: {type: string}
            AcceptedFailure:
              type: object
              required: [id, receivedAt, classification, recommendation]
              properties:
                id: {$ref: '#/components/schemas/Identifier'}
                receivedAt: {$ref: '#/components/schemas/Timestamp'}
                classification: {$ref: '#/components/schemas/Classification'}
                recommendation: {$ref: '#/components/schemas/Recommendation'}
            FailureRecord:
              type: object
              required: [id, receivedAt, failure]
              properties:
                id: {$ref: '#/components/schemas/Identifier'}
                receivedAt: {$ref: '#/components/schemas/Timestamp'}
                failure: {$ref: '#/components/schemas/JobFailure'}
                classification: {$ref: '#/components/schemas/Classification'}
                recommendation: {$ref: '#/components/schemas/Recommendation'}
            FailureSummary:
              type: object
              required: [id, receivedAt, job, runId, attempt, engine, resources]
              properties:
                id: {$ref: '#/components/schemas/Identifier'}
                receivedAt: {$ref: '#/components/schemas/Timestamp'}
                job: {type: string}
                runId: {type: string}
                attempt: {type: integer, minimum: 1}
                engine: {type: string}
                resources: {$ref: '#/components/schemas/Resources'}
                class: {$ref: '#/components/schemas/FailureClass'}
                retryable: {$ref: '#/components/schemas/Retryability'}
                confidence: {type: number, minimum: 0, maximum: 1}
                rule: {type: string}
                recommendation:
                  type: object
                  required: [id, action, mode, state]
                  properties:
                    id: {$ref: '#/components/schemas/Identifier'}
                    action: {type: string, enum: [retry, stop, review]}
                    mode: {type: string, enum: [observe, approve, auto]}
                    state: {$ref: '#/components/schemas/RecommendationState'}
                    target: {$ref: '#/components/schemas/Resources'}
            DecisionRequest:
              type: object
              additionalProperties: false
              properties:
                actor: {type: [string, 'null'], minLength: 1, maxLength: 128, pattern: '^[^\u0000]+$', description: Who decides; at most 128 characters. Beside a token's name it says for whom.}
                note: {type: [string, 'null'], minLength: 1, maxLength: 4096, pattern: '^[^\u0000]+$', description: Why; at most 4096 characters.}
            OverrideRequest:
              type: object
              required: [target]
              additionalProperties: false
              properties:
                target: {$ref: '#/components/schemas/Resources'}
                actor: {type: [string, 'null'], minLength: 1, maxLength: 128, pattern: '^[^\u0000]+$', description: Who decides; at most 128 characters. Beside a token's name it says for whom.}
                note: {type: [string, 'null'], minLength: 1, maxLength: 4096, pattern: '^[^\u0000]+$', description: Why; at most 4096 characters.}
            Attempt:
              type: object
              required: [job, requested, result]
              additionalProperties: false
              properties:
                event: {type: [string, 'null'], enum: [attempt, null]}
                job: {type: string, minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$'}
                runId: {type: [string, 'null'], minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$'}
                attempt: {type: [integer, 'null'], minimum: 1, maximum: 1000000, default: 1}
                engine: {type: [string, 'null'], minLength: 1, maxLength: 64, pattern: '^[^\u0000]+$'}
                requested: {$ref: '#/components/schemas/Resources'}
                inputBytes: {type: [number, 'null'], minimum: 0, maximum: 1000000000000000000}
                result: {type: string, enum: [succeeded, failed]}
                failureClass: {anyOf: [{$ref: '#/components/schemas/FailureClass'}, {type: 'null'}]}
                peakMemoryBytes: {type: [integer, 'null'], minimum: 0, maximum: 9007199254740992}
                runSeconds: {type: [number, 'null'], minimum: 0, maximum: 10000000000}
                cpuSeconds:
                  type: [number, 'null']
                  minimum: 0
                  maximum: 10000000000000
                  description: Processor time over all cores; tells how much of the work spreads over cores.
                labels: {anyOf: [{$ref: '#/components/schemas/Labels'}, {type: 'null'}]}
                capped: {type: [boolean, 'null'], default: false, description: Whether a cap lowered the limit below what was wanted.}
                endedAt: {anyOf: [{$ref: '#/components/schemas/Timestamp'}, {type: 'null'}]}
            RecordedAttempt:
              type: object
              required: [recorded]
              properties:
                recorded: {type: boolean, description: Whether it was new.}
            FailedConfiguration:
              type: object
              description: What has failed already in this run; the fields of Resources beside the class.
              required: [memoryBytes]
              properties:
                memoryBytes: {type: integer, minimum: 1, maximum: 9007199254740992}
                cpus: {type: [number, 'null'], minimum: 0.001, maximum: 1000000}
                failureClass: {anyOf: [{$ref: '#/components/schemas/FailureClass'}, {type: 'null'}]}
                runSeconds: {type: [number, 'null'], minimum: 0, maximum: 10000000000}
            AdviceRequest:
              type: object
              required: [job]
              additionalProperties: false
              properties:
                event: {type: [string, 'null'], enum: [ask, null]}
                id: {type: [string, 'null'], minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$', description: Given back in the answer.}
                job: {type: string, minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$'}
                engine: {type: [string, 'null'], minLength: 1, maxLength: 64, pattern: '^[^\u0000]+$'}
                labels: {anyOf: [{$ref: '#/components/schemas/Labels'}, {type: 'null'}]}
                requested: {anyOf: [{$ref: '#/components/schemas/Resources'}, {type: 'null'}]}
                inputBytes: {type: [number, 'null'], minimum: 0, maximum: 1000000000000000000}
                failed: {type: [array, 'null'], items: {$ref: '#/components/schemas/FailedConfiguration'}}
                limits: {anyOf: [{$ref: '#/components/schemas/ResourceLimits'}, {type: 'null'}]}
            Advice:
              type: object
              required: [action, ladder, reason, front, contributions, isPrior]
              properties:
                id: {type: string}
                action: {type: string, enum: [retry, stop]}
                ladder: {type: array, items: {$ref: '#/components/schemas/LadderRung'}}
                reason: {type: string}
                front: {type: array, items: {$ref: '#/components/schemas/LadderRung'}}
                uncapped: {$ref: '#/components/schemas/Resources'}
                contributions: {type: array, items: {$ref: '#/components/schemas/Contribution'}}
                isPrior: {type: boolean, description: Whether the odds are a declared prior rather than learnt.}
            FleetCapacity:
              type: object
              additionalProperties: false
              description: Totals of memory, cores and money; one that is missing is without bound.
              properties:
                memoryBytes: {type: [number, 'null'], minimum: 0, maximum: 1000000000000000000000}
                cpus: {type: [number, 'null'], minimum: 0, maximum: 1000000000000}
                costUSD: {type: [number, 'null'], minimum: 0, maximum: 1000000000000000}
            FleetPlanRequest:
              type: object
              required: [jobs]
              additionalProperties: false
              properties:
                jobs: {type: array, maxItems: 100000, description: 'A body holds 1,572,864 JSON values: as many with what each asked for, 71,000 with a failed try each.', items: {$ref: '#/components/schemas/AdviceRequest'}}
                capacity: {anyOf: [{$ref: '#/components/schemas/FleetCapacity'}, {type: 'null'}]}
                valueUSD: {type: [number, 'null'], minimum: 0.000000001, maximum: 1000000000000, description: What a success is worth; 1 if missing.}
            FleetPlan:
              type: object
              required: [choices, running, valueUSD, upperBoundUSD, relativeGap, used, prices]
              properties:
                choices:
                  type: array
                  items:
                    type: object
                    required: [job]
                    properties:
                      id: {type: string}
                      job: {type: string}
                      run: {$ref: '#/components/schemas/LadderRung'}
                      reason: {type: string, description: Why the job waits; missing of one that runs.}
                running: {type: integer, minimum: 0}
                valueUSD: {type: number, description: Expected value of what runs less its cost.}
                upperBoundUSD: {type: number, description: What no plan can exceed.}
                relativeGap: {type: number, minimum: 0, description: The proven distance to the best plan as a share of the bound.}
                used: {$ref: '#/components/schemas/FleetCapacity'}
                prices: {allOf: [{$ref: '#/components/schemas/FleetCapacity'}], description: 'What one more byte, core or dollar would be worth, in USD.'}
            JobConfiguration:
              type: object
              required: [job, advice, attempts, succeeded, recent]
              properties:
                job: {type: string}
                advice: {$ref: '#/components/schemas/Advice'}
                attempts: {type: integer, minimum: 0, description: How many of its attempts are known.}
                succeeded: {type: integer, minimum: 0}
                largestPeakBytes: {type: integer, minimum: 0}
                recent: {type: array, items: {$ref: '#/components/schemas/Attempt'}}
            AuditEntry:
              type: object
              required: [sequence, kind, subject, actor, at, hash]
              properties:
                sequence: {type: integer, minimum: 1, description: From 1 without gaps.}
                kind: {type: string, description: '`decided`, `approved`, `overridden`, `rejected`, `applied`, `paused`, ...'}
                subject: {type: string, description: 'What it happened to: `recommendation/ID`, `pause/ID`, `policy`, ...'}
                actor: {type: string}
                reason: {type: string}
                before: true
                after: true
                at: {$ref: '#/components/schemas/Timestamp'}
                hash: {type: string, pattern: '^[0-9a-f]{64}$', description: SHA-256 over the hash before and this entry.}
            PauseScope:
              type: object
              additionalProperties: false
              description: A repair is held when it fits every part that is given; without parts all are.
              properties:
                class: {type: [string, 'null'], minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$', description: A failure class or a pattern such as `memory.*`.}
                job: {type: [string, 'null'], minLength: 1, maxLength: 512, pattern: '^[^\u0000]+$', description: A name or a pattern such as `nightly-*`.}
                engine: {type: [string, 'null'], minLength: 1, maxLength: 64, pattern: '^[^\u0000]+$'}
                labels: {anyOf: [{$ref: '#/components/schemas/Labels'}, {type: 'null'}]}
                unchangedOnly: {type: [boolean, 'null'], description: Only retries of an unchanged configuration.}
            PauseRequest:
              type: object
              additionalProperties: false
              properties:
                scope: {oneOf: [{$ref: '#/components/schemas/PauseScope'}, {type: 'null'}]}
                actor: {type: [string, 'null'], minLength: 1, maxLength: 128, pattern: '^[^\u0000]+$', description: Who pauses; at most 128 characters.}
                note: {type: [string, 'null'], minLength: 1, maxLength: 4096, pattern: '^[^\u0000]+$', description: Why; at most 4096 characters.}
            Pause:
              type: object
              required: [id, scope, actor, since]
              properties:
                id: {$ref: '#/components/schemas/Identifier'}
                scope: {$ref: '#/components/schemas/PauseScope'}
                actor: {type: string}
                reason: {type: string}
                incidentId: {type: string, description: The incident that it ends with.}
                since: {$ref: '#/components/schemas/Timestamp'}
            OutboxStatus:
              type: object
              required: [pauses, budget, tokens, circuits]
              properties:
                pauses: {type: array, items: {$ref: '#/components/schemas/Pause'}}
                budget:
                  type: object
                  required: [burst, perMinute]
                  properties:
                    burst: {type: number, minimum: 1}
                    perMinute: {type: number, minimum: 0}
                tokens: {type: number, minimum: 0, description: Repairs that may start now.}
                spending:
                  type: object
                  description: What the automatic retries of the present day in UTC are expected to cost; absent where the policy sets no day-budget-usd.
                  required: [mostUSD, spentUSD, renewsAt]
                  properties:
                    mostUSD: {type: number, minimum: 0}
                    spentUSD: {type: number, minimum: 0}
                    renewsAt: {$ref: '#/components/schemas/Timestamp'}
                circuits:
                  type: array
                  items:
                    type: object
                    required: [target, state, failures]
                    properties:
                      target: {type: string, description: 'An adapter, or a host that playbooks call: `webhook`, `playbook/hooks.example`.'}
                      state: {type: string, enum: [closed, open, half_open]}
                      failures: {type: integer, minimum: 0, description: In a row.}
                      openUntil: {$ref: '#/components/schemas/Timestamp'}
            DeliveryState:
              type: string
              enum: [waiting, delivered, dead, cancelled]
            Delivery:
              type: object
              required: [id, target, repair, state, tries, triesBefore, dueAt]
              properties:
                id: {$ref: '#/components/schemas/Identifier'}
                target: {type: string, description: 'The adapter: `slurm`, `webhook`.'}
                repair:
                  type: object
                  required: [idempotencyKey, recommendationId, failureId, job, runId, attempt, engine, failureClass, current, target, labels]
                  properties:
                    idempotencyKey: {type: string}
                    recommendationId: {$ref: '#/components/schemas/Identifier'}
                    failureId: {$ref: '#/components/schemas/Identifier'}
                    job: {type: string}
                    runId: {type: string}
                    attempt: {type: integer, minimum: 1}
                    engine: {type: string}
                    failureClass: {$ref: '#/components/schemas/FailureClass'}
                    current: {$ref: '#/components/schemas/Resources'}
                    target: {$ref: '#/components/schemas/Resources'}
                    labels: {$ref: '#/components/schemas/Labels'}
                state: {$ref: '#/components/schemas/DeliveryState'}
                tries: {type: integer, minimum: 0, description: Never goes back.}
                triesBefore: {type: integer, minimum: 0, description: 'How many of them do not count: those before an operator last sent it again, and those that were held before they were sent.'}
                dueAt: {$ref: '#/components/schemas/Timestamp'}
                lastError: {type: string}
                receipt: {type: string, description: What the scheduler did.}
                waitsFor: {type: string, description: 'Why it is not sent though it is due: a pause, an incident, the retry budget, a closed circuit.'}
            Incident:
              type: object
              required: [id, dimension, value, openedAt, observed, expected, windowMinutes]
              properties:
                id: {$ref: '#/components/schemas/Identifier'}
                dimension: {type: string, enum: [class, engine, host]}
                value: {type: string, description: 'The class, engine or host.'}
                openedAt: {$ref: '#/components/schemas/Timestamp'}
                closedAt: {$ref: '#/components/schemas/Timestamp'}
                closedBy: {type: string, description: '`mulligan`, or the operator who closed it.'}
                observed: {type: integer, minimum: 0, description: Failures in the window in which it was recognised.}
                expected: {type: number, minimum: 0, description: Failures that such a window should have.}
                windowMinutes: {type: integer, minimum: 1}
            PlaybookStep:
              type: object
              required: [id, incidentId, step, state, tries, dueAt]
              properties:
                id: {type: string, description: 'Incident, playbook and number of the step; the `Idempotency-Key` of its call.'}
                incidentId: {$ref: '#/components/schemas/Identifier'}
                step: {type: string, description: 'Playbook and number of the step, `network/1`.'}
                state: {type: string, enum: [waiting, done, failed], description: '`failed`: it was given up.'}
                tries: {type: integer, minimum: 0, description: 'How often it was begun; a crash in the middle counts.'}
                dueAt: {allOf: [{$ref: '#/components/schemas/Timestamp'}], description: Not before this moment.}
                result: {type: string, description: What the last try said.}
            Readiness:
              type: object
              required: [ready, store, recovered, rules, modelVersion]
              properties:
                ready: {type: boolean}
                store: {type: string, enum: [ok, unavailable]}
                recovered: {type: boolean, description: Whether what an earlier run left has been taken up again.}
                rules:
                  type: object
                  required: [count, version]
                  properties:
                    count: {type: integer, minimum: 0}
                    version: {type: string}
                    lastReloadError: {type: string}
                modelVersion: {type: string}

        """###
}
