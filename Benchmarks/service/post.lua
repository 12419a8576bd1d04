-- Posts failures of 2 KB, each of a run of its own.
local thread_count = 0
function setup(thread) thread:set("thread", thread_count); thread_count = thread_count + 1 end
local number, prefix = 0, ""
local log = {}
function init(arguments)
  prefix = (arguments[1] or "load") .. "-" .. thread .. "-"
  for line = 1, 22 do
    log[line] = string.format("2026-11-21T08:%02d:00Z INFO  part %04d of the input was read, %d rows, nothing odd", line, line * 37, line * 977)
  end
  log[23] = "slurmstepd: error: Detected 1 oom_kill event in StepId=4711.batch. Some of the step tasks have been OOM Killed."
  log[24] = "srun: error: n3: task 0: Out Of Memory"
end
function request()
  number = number + 1
  local body = string.format(
    '{"job":"load/job-%d","runId":"%s%d","attempt":1,"engine":"slurm","schedulerState":"OUT_OF_MEMORY","signal":9,' ..
    '"resources":{"memoryBytes":2147483648,"cpus":2},"runSeconds":412.5,"inputBytes":2900000000,"labels":{"queue":"normal"},"log":"%s"}',
    number % 500, prefix, number, table.concat(log, "\\n"))
  return wrk.format("POST", "/v1/failures", {["Content-Type"] = "application/json"}, body)
end
function done(summary, latency)
  io.write(string.format('RESULT {"requests":%d,"seconds":%.6f,"p50":%.3f,"p99":%.3f,"max":%.3f,"bad":%d}\n', summary.requests,
    summary.duration / 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000, latency.max / 1000,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout))
end
