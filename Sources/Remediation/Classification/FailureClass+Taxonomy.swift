extension FailureClass {
    /// A worker's heap was too small.
    package static let executorOOM = FailureClass(raw: "memory.executor_oom")
    /// The driver's heap was too small.
    package static let driverOOM = FailureClass(raw: "memory.driver_oom")
    /// The container was killed at its memory limit.
    package static let containerLimit = FailureClass(raw: "memory.container_limit")
    /// Memory outside the heap ran out.
    package static let overheadNative = FailureClass(raw: "memory.overhead_native")
    /// Nearly all time went to collecting garbage.
    package static let gcOverhead = FailureClass(raw: "memory.gc_overhead")
    /// Class metadata ran out of space.
    package static let metaspace = FailureClass(raw: "memory.metaspace")
    /// The graphics processor's memory ran out.
    package static let gpuOOM = FailureClass(raw: "memory.gpu_oom")
    /// The result was larger than the driver accepts.
    package static let resultTooLarge = FailureClass(raw: "memory.result_too_large")
    /// The machine itself ran out of memory.
    package static let hostOOM = FailureClass(raw: "memory.host_oom")
    /// The query passed its memory limit.
    package static let queryLimit = FailureClass(raw: "memory.query_limit")
    /// Shuffle output could not be fetched.
    package static let fetchFailed = FailureClass(raw: "shuffle.fetch_failed")
    /// Spilling shuffle data failed.
    package static let spillDisk = FailureClass(raw: "shuffle.spill_disk")
    /// The disk was full.
    package static let noSpace = FailureClass(raw: "disk.no_space")
    /// A disk quota or the inodes ran out.
    package static let quotaInode = FailureClass(raw: "disk.quota_inode")
    /// The time limit was reached.
    package static let timeoutWalltime = FailureClass(raw: "cpu_time.timeout_walltime")
    /// A worker stopped sending heartbeats.
    package static let heartbeatTimeout = FailureClass(raw: "cpu_time.heartbeat_timeout")
    /// There was too little processor time.
    package static let cpuStarvation = FailureClass(raw: "cpu_time.cpu_starvation")
    /// The machine was lost.
    package static let nodeLost = FailureClass(raw: "platform.node_lost")
    /// The machine was reclaimed or the job preempted.
    package static let preemptedSpot = FailureClass(raw: "platform.preempted_spot")
    /// The container image could not be pulled.
    package static let imagePull = FailureClass(raw: "platform.image_pull")
    /// No machine can satisfy the request.
    package static let schedulingUnsatisfiable = FailureClass(raw: "platform.scheduling_unsatisfiable")
    /// A service that the job needs was unavailable.
    package static let serviceUnavailable = FailureClass(raw: "platform.service_unavailable")
    /// The container runtime failed.
    package static let containerRuntime = FailureClass(raw: "platform.container_runtime")
    /// No software licence was free.
    package static let licenseLimit = FailureClass(raw: "platform.license_limit")
    /// Hardware failed.
    package static let hardwareFault = FailureClass(raw: "platform.hardware_fault")
    /// A name could not be resolved.
    package static let dns = FailureClass(raw: "network.dns")
    /// A connection was refused or reset.
    package static let connectionRefusedReset = FailureClass(raw: "network.connection_refused_reset")
    /// A connection could not be made in time.
    package static let connectTimeout = FailureClass(raw: "network.connect_timeout")
    /// A secure connection could not be set up.
    package static let tls = FailureClass(raw: "network.tls")
    /// Requests were limited by rate.
    package static let rateLimited = FailureClass(raw: "throttling.rate_limited")
    /// A quota was exceeded.
    package static let quotaExceeded = FailureClass(raw: "throttling.quota_exceeded")
    /// Permission was denied.
    package static let permissionDenied = FailureClass(raw: "access.permission_denied")
    /// Credentials were expired or invalid.
    package static let credentialsExpiredInvalid = FailureClass(raw: "access.credentials_expired_invalid")
    /// Input was not there.
    package static let notFound = FailureClass(raw: "data.not_found")
    /// The data did not have the expected schema.
    package static let schemaMismatch = FailureClass(raw: "data.schema_mismatch")
    /// The data could not be parsed.
    package static let corruptParse = FailureClass(raw: "data.corrupt_parse")
    /// The data broke a constraint or a quality check.
    package static let constraintQuality = FailureClass(raw: "data.constraint_quality")
    /// Somebody else changed the data at the same time.
    package static let concurrentModification = FailureClass(raw: "data.concurrent_modification")
    /// A module, class or program was missing.
    package static let dependencyMissing = FailureClass(raw: "code.dependency_missing")
    /// Versions did not fit together.
    package static let versionConflict = FailureClass(raw: "code.version_conflict")
    /// The code or query did not compile.
    package static let syntaxCompile = FailureClass(raw: "code.syntax_compile")
    /// The job's own code raised an error.
    package static let userException = FailureClass(raw: "code.user_exception")
    /// The configuration was invalid.
    package static let configInvalid = FailureClass(raw: "code.config_invalid")
    /// A native program crashed.
    package static let nativeCrash = FailureClass(raw: "code.native_crash")
    /// Somebody or something stopped the job.
    package static let killedByUser = FailureClass(raw: "other.killed_by_user")
    /// The cause is not known.
    package static let unknown = FailureClass(raw: "other.unknown")

    /// Every known class, in the order of the taxonomy.
    package static let all: [FailureClass] = profiles.map(\.failureClass)

    static let profiles: [Profile] = [
        Profile(.executorOOM, "A worker's heap was too small", .changedConfiguration, .memory),
        Profile(.driverOOM, "The driver's heap was too small", .changedConfiguration, .memory),
        Profile(.containerLimit, "The container was killed at its memory limit", .changedConfiguration, .memory),
        Profile(.overheadNative, "Memory outside the heap ran out", .changedConfiguration, .memoryOverhead),
        Profile(.gcOverhead, "Nearly all time went to collecting garbage", .changedConfiguration, .memory),
        Profile(.metaspace, "Class metadata ran out of space", .changedConfiguration, .memoryOverhead),
        Profile(.gpuOOM, "The graphics processor's memory ran out", .changedConfiguration, .gpuMemory),
        Profile(.resultTooLarge, "The result was larger than the driver accepts", .changedConfiguration, .memory),
        Profile(.hostOOM, "The machine itself ran out of memory", .changedConfiguration, .memory),
        Profile(.queryLimit, "The query passed its memory limit", .changedConfiguration, .memory),
        Profile(.fetchFailed, "Shuffle output could not be fetched", .sameConfiguration, nil),
        Profile(.spillDisk, "Spilling shuffle data failed", .changedConfiguration, .disk),
        Profile(.noSpace, "The disk was full", .changedConfiguration, .disk),
        Profile(.quotaInode, "A disk quota or the inodes ran out", .changedConfiguration, .disk),
        Profile(.timeoutWalltime, "The time limit was reached", .changedConfiguration, .timeLimit),
        Profile(.heartbeatTimeout, "A worker stopped sending heartbeats", .changedConfiguration, nil),
        Profile(.cpuStarvation, "There was too little processor time", .changedConfiguration, .cpus),
        Profile(.nodeLost, "The machine was lost", .sameConfiguration, nil),
        Profile(.preemptedSpot, "The machine was reclaimed or the job preempted", .sameConfiguration, nil),
        Profile(.imagePull, "The container image could not be pulled", .unknown, nil),
        Profile(.schedulingUnsatisfiable, "No machine can satisfy the request", .no, nil),
        Profile(.serviceUnavailable, "A service that the job needs was unavailable", .sameConfiguration, nil),
        Profile(.containerRuntime, "The container runtime failed", .sameConfiguration, nil),
        Profile(.licenseLimit, "No software licence was free", .sameConfiguration, nil),
        Profile(.hardwareFault, "Hardware failed", .sameConfiguration, nil),
        Profile(.dns, "A name could not be resolved", .sameConfiguration, nil),
        Profile(.connectionRefusedReset, "A connection was refused or reset", .sameConfiguration, nil),
        Profile(.connectTimeout, "A connection could not be made in time", .sameConfiguration, nil),
        Profile(.tls, "A secure connection could not be set up", .no, nil),
        Profile(.rateLimited, "Requests were limited by rate", .sameConfiguration, nil),
        Profile(.quotaExceeded, "A quota was exceeded", .unknown, nil),
        Profile(.permissionDenied, "Permission was denied", .no, nil),
        Profile(.credentialsExpiredInvalid, "Credentials were expired or invalid", .no, nil),
        Profile(.notFound, "Input was not there", .no, nil),
        Profile(.schemaMismatch, "The data did not have the expected schema", .no, nil),
        Profile(.corruptParse, "The data could not be parsed", .no, nil),
        Profile(.constraintQuality, "The data broke a constraint or a quality check", .no, nil),
        Profile(.concurrentModification, "Somebody else changed the data at the same time", .sameConfiguration, nil),
        Profile(.dependencyMissing, "A module, class or program was missing", .no, nil),
        Profile(.versionConflict, "Versions did not fit together", .no, nil),
        Profile(.syntaxCompile, "The code or query did not compile", .no, nil),
        Profile(.userException, "The job's own code raised an error", .no, nil),
        Profile(.configInvalid, "The configuration was invalid", .no, nil),
        Profile(.nativeCrash, "A native program crashed", .no, nil),
        Profile(.killedByUser, "Somebody or something stopped the job", .sameConfiguration, nil),
        Profile(.unknown, "The cause is not known", .unknown, nil),
    ]

    static let profileByClass = Dictionary(uniqueKeysWithValues: profiles.map { ($0.failureClass, $0) })
}
