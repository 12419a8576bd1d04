extension Templates {
    /// One failure: what happened, why, what to do, and the forms to decide.
    static let failure = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        {{<layout}}{{$content}}
        <p class="crumbs"><a href="/">Queue</a> <span aria-hidden="true">/</span> <a href="{{jobHref}}">{{job}}</a></p>
        <h1>{{job}} <span class="run">{{run}}</span></h1>
        <p class="badges"><span class="class {{category}}">{{failureClass}}</span>{{#stateLabel}} <span class="state {{state}}">{{stateLabel}}</span>{{/stateLabel}} <span class="sub">received <time datetime="{{received}}">{{receivedText}}</time></span></p>

        <div class="columns">
        <div>
        <section class="card main" aria-labelledby="recommendation">
        <h2 id="recommendation">Recommendation</h2>
        {{^recommendation}}<p class="empty">Nothing is recommended yet: the failure is being decided. Reload in a moment.</p>{{/recommendation}}
        {{#recommendation}}
        <p class="headline {{action}}">{{headline}}</p>
        {{^empty(changes)}}<table class="changes"><thead><tr><td></td><th scope="col">Failed with</th><th scope="col">Try next</th></tr></thead><tbody>
        {{#changes}}<tr{{#changed}} class="changed"{{/changed}}><th scope="row">{{name}}</th><td>{{before}}</td><td>{{after}}</td></tr>
        {{/changes}}</tbody></table>{{/empty(changes)}}
        <dl class="figures">
        {{#figures}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/figures}}
        </dl>
        {{^empty(reasons)}}<h3>Why</h3><ul class="reasons">{{#reasons}}<li>{{.}}</li>{{/reasons}}</ul>{{/empty(reasons)}}
        {{^empty(guardrails)}}<h3>Guardrails</h3><ul class="guardrails">{{#guardrails}}<li><strong>{{name}}</strong> {{reason}}</li>{{/guardrails}}</ul>{{/empty(guardrails)}}
        {{#decided}}<p class="decided">{{decided}}</p>{{/decided}}
        {{#forms}}
        <div class="decide">
        <form method="post" action="{{base}}/decision">
        <input type="hidden" name="csrf" value="{{csrf}}">
        <div class="fields">
        {{#asksName}}<label>Your name <input name="actor" value="{{actor}}" required maxlength="128" autocomplete="name"></label>{{/asksName}}
        <label>Note <input name="note" maxlength="1000" placeholder="optional" autocomplete="off"></label>
        </div>
        <div class="buttons">
        {{#canApprove}}<button class="primary" name="decision" value="approve">{{approveLabel}}</button>{{/canApprove}}
        {{#canReject}}<button class="danger" name="decision" value="reject">Reject</button>{{/canReject}}
        </div>
        {{#canOverride}}<details{{#openOverride}} open{{/openOverride}}><summary>Use another configuration</summary>
        <div class="fields">
        <label>Memory <input name="memory" value="{{memory}}" maxlength="40" inputmode="text" autocomplete="off"></label>
        <label>Cores <input name="cpus" value="{{cpus}}" maxlength="20" inputmode="decimal" autocomplete="off"></label>
        <label>Time limit <input name="timeLimit" value="{{timeLimit}}" maxlength="20" placeholder="unchanged" autocomplete="off"></label>
        </div>
        <div class="buttons"><button name="decision" value="override">Apply this configuration</button></div>
        <p class="hint">Write memory as 6 GiB or 6144M, time as 90m or 4h. Everything else stays as it was.</p>
        </details>{{/canOverride}}
        </form>
        </div>
        {{/forms}}
        {{/recommendation}}
        </section>

        {{#log}}
        <section class="card" aria-labelledby="log">
        <h2 id="log">Log <span class="count">{{summary}}</span></h2>
        {{#hint}}<p class="hint">{{hint}} <a href="{{rawHref}}">Whole log</a></p>{{/hint}}
        {{^empty(windows)}}<div class="log" tabindex="0" role="region" aria-label="Log lines">{{#windows}}{{#gap}}<div class="gap"><span>{{gap}}</span></div>{{/gap}}<table><tbody>{{#lines}}<tr id="L{{number}}"{{#hit}} class="{{hit}}"{{/hit}}><td class="n">{{number}}</td><td class="t">{{text}}</td></tr>
        {{/lines}}</tbody></table>{{/windows}}{{#tail}}<div class="gap"><span>{{tail}}</span></div>{{/tail}}</div>{{/empty(windows)}}
        {{#empty(windows)}}<p class="empty">The log is empty: the cause was read from the exit status and the scheduler's word.</p>{{/empty(windows)}}
        </section>
        {{/log}}
        </div>

        <section class="card" aria-labelledby="cause">
        <h2 id="cause">Cause</h2>
        {{^classification}}<p class="empty">Not classified yet.</p>{{/classification}}
        {{#classification}}
        <p class="headline">{{title}}</p>
        <dl class="figures">
        {{#figures}}<div><dt>{{name}}</dt><dd>{{value}}</dd></div>{{/figures}}
        </dl>
        {{^empty(reasons)}}<h3>Why this class</h3><ul class="reasons">{{#reasons}}<li>{{.}}</li>{{/reasons}}</ul>{{/empty(reasons)}}
        {{^empty(matches)}}<h3>Matches</h3><table class="compact matches"><thead><tr><th scope="col">Rule</th><th scope="col">Lines</th></tr></thead><tbody>
        {{#matches}}<tr><td><code>{{rule}}</code><span class="sub">{{matchClass}}</span></td><td>{{#lineHref}}<a href="{{lineHref}}">{{lineText}}</a>{{/lineHref}}{{^lineHref}}<span class="sub">scheduler</span>{{/lineHref}}</td></tr>
        {{/matches}}</tbody></table>{{/empty(matches)}}
        {{^empty(facts)}}<h3>Facts</h3><dl class="facts">{{#facts}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/facts}}</dl>{{/empty(facts)}}
        {{/classification}}
        <h3>The attempt</h3>
        <dl class="facts">{{#attempt}}<dt>{{name}}</dt><dd>{{value}}</dd>{{/attempt}}</dl>
        </section>
        </div>

        {{#charts}}
        <div class="columns even">
        {{#frontPlot}}<section class="card" aria-labelledby="front"><h2 id="front">What the choices cost</h2>
        <p class="hint">Configurations that no other beats on odds, cost and time at once: a line for each number of cores (named at its foot), dearer and faster to the right. The filled point is the target; the numbered ones are the rungs of the ladder.</p>
        {{{frontPlot}}}</section>{{/frontPlot}}
        {{#bars}}<section class="card" aria-labelledby="contributions"><h2 id="contributions">What moved the forecast</h2>
        <p class="hint">Contributions to the log-odds of success of the target: right helps, left hurts.</p>
        {{{bars}}}</section>{{/bars}}
        </div>
        {{/charts}}

        {{#ladderView}}
        <section class="card" aria-labelledby="ladder"><h2 id="ladder">Retry ladder</h2>
        <p class="hint">The attempts of least expected cost, to be made in turn; each row's odds assume that the rows above failed.</p>
        {{>ladder}}
        </section>
        {{/ladderView}}

        {{#history}}
        <section class="card" aria-labelledby="history"><h2 id="history">Attempts of this job</h2>
        {{>attempts}}
        <p class="pages"><a href="{{jobHref}}">All of {{job}}</a></p>
        </section>
        {{/history}}
        {{/content}}{{/layout}}
        """#

    /// The rungs of a retry ladder.
    static let ladder = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        <div class="scroll" tabindex="0"><table class="compact numbers">
        <thead><tr><th scope="col">Try</th><th scope="col">Memory</th><th scope="col">Cores</th>{{#hasBeside}}<th scope="col">Beside</th>{{/hasBeside}}<th scope="col">P(success)</th><th scope="col">Cost of the try</th><th scope="col">Time</th></tr></thead>
        <tbody>{{#rungs}}<tr{{#target}} class="target"{{/target}}><td>{{number}}</td><td>{{memory}}</td><td>{{cpus}}</td>{{#hasBeside}}<td>{{beside}}</td>{{/hasBeside}}<td><span class="meter"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8" rx="4"/><rect class="fill" width="{{percent}}" height="8" rx="4"/></svg></span> {{probability}}</td><td>{{cost}}</td><td>{{time}}</td></tr>
        {{/rungs}}</tbody></table></div>
        """#

    /// Finished attempts.
    static let attempts = #"""
        {{% CONTENT_TYPE:SCALAR-HTML}}
        <div class="scroll" tabindex="0"><table class="compact">
        <thead><tr><th scope="col">Ended</th><th scope="col">Run</th><th scope="col">Configuration</th><th scope="col">Peak memory</th><th scope="col">Ran for</th><th scope="col">Result</th></tr></thead>
        <tbody>{{#attempts}}<tr><td>{{#ended}}<time datetime="{{ended}}" title="{{ended}}">{{age}}</time>{{/ended}}{{^ended}}–{{/ended}}</td><td>{{run}}</td><td>{{configuration}}</td><td>{{#percent}}<span class="meter"><svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="8" rx="4"/><rect class="fill{{#failed}} bad{{/failed}}" width="{{percent}}" height="8" rx="4"/></svg></span> {{/percent}}{{peak}}</td><td>{{time}}</td><td><span class="state {{state}}">{{result}}</span></td></tr>
        {{/attempts}}</tbody></table></div>
        """#
}
