/// The pages' looks: one small sheet, light and dark, from 320 px up.
enum StyleSheet {
    static let text = """
        :root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--text:#16202c;--sub:#566273;--line:#dde2e9;--soft:#eef1f5;--accent:#0f766e;--accent-ink:#fff;--link:#0b5f59;--good:#126b34;--bad:#b42318;--warn:#9a5b00;--good-bg:#e3f4e8;--bad-bg:#fdeae8;--warn-bg:#fdf1d7;--info-bg:#e2effa;--info:#175a93;--hit:#fff3bf;--hit-line:#e0a800;--s0:#0f766e;--s1:#b45309;--s2:#1d4ed8;--s3:#be185d;--s4:#4d7c0f;--s5:#6d28d9;--s6:#64748b;--shadow:0 1px 2px rgb(16 24 40/.06),0 1px 3px rgb(16 24 40/.08)}
        @media (prefers-color-scheme:dark){:root{--bg:#0e141b;--card:#17202a;--text:#e6ebf1;--sub:#9aa7b6;--line:#2a3644;--soft:#1f2a36;--accent:#14a095;--accent-ink:#04211f;--link:#5fd3c8;--good:#5fd38a;--bad:#ff8d80;--warn:#f2bf5e;--good-bg:#123222;--bad-bg:#3d1a17;--warn-bg:#38290c;--info-bg:#12304a;--info:#86c3f5;--hit:#41360f;--hit-line:#d9a514;--s0:#2dd4bf;--s1:#fbbf24;--s2:#60a5fa;--s3:#f472b6;--s4:#a3e635;--s5:#a78bfa;--s6:#94a3b8;--shadow:0 1px 2px rgb(0 0 0/.4)}}
        *{box-sizing:border-box}
        html{-webkit-text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--text);font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
        .wide{max-width:1180px;margin:0 auto;padding-left:20px;padding-right:20px}
        a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:2px}
        a:hover{text-decoration-thickness:2px}
        :focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
        .skip{position:absolute;left:-9999px;top:0;background:var(--card);padding:8px 16px;z-index:2}
        .skip:focus{left:8px}
        .top{background:var(--card);border-bottom:1px solid var(--line)}
        .top .wide{display:flex;flex-wrap:wrap;align-items:center;gap:4px 28px;min-height:56px}
        .brand{display:inline-flex;align-items:center;gap:10px;font-weight:700;font-size:17px;color:var(--text);text-decoration:none;letter-spacing:-.01em}
        nav{display:flex;gap:4px}
        nav a{padding:7px 12px;border-radius:8px;color:var(--sub);text-decoration:none;font-weight:500}
        nav a:hover{background:var(--soft);color:var(--text)}
        nav a[aria-current]{background:var(--soft);color:var(--text)}
        main.wide{padding-top:26px;padding-bottom:24px}
        footer.wide{display:flex;gap:20px;padding-top:8px;padding-bottom:28px;color:var(--sub);font-size:13px}
        footer a{color:var(--sub)}
        h1{font-size:26px;line-height:1.2;letter-spacing:-.02em;margin:0 0 14px;overflow-wrap:anywhere}
        h1 .run{color:var(--sub);font-weight:400;font-size:17px;letter-spacing:0}
        h2{font-size:17px;margin:26px 0 10px;letter-spacing:-.01em}
        h3{font-size:12px;text-transform:uppercase;letter-spacing:.06em;color:var(--sub);margin:20px 0 6px}
        p{margin:0 0 10px}
        .sub{color:var(--sub);font-size:13px}
        td .sub{display:block;overflow-wrap:anywhere}
        .hint{color:var(--sub);font-size:13px}
        .empty{color:var(--sub);background:var(--card);border:1px dashed var(--line);border-radius:12px;padding:18px;margin:0}
        .card .empty{border:0;padding:0}
        .count{font-weight:400;color:var(--sub);font-size:14px;margin-left:4px}
        .crumbs{font-size:13px;color:var(--sub);margin-bottom:6px;overflow-wrap:anywhere}
        .badges{display:flex;flex-wrap:wrap;gap:6px 10px;align-items:center;margin-bottom:18px}
        code{font:13px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
        .flash{border-radius:10px;padding:11px 16px;margin:0 0 18px;font-weight:500}
        .flash.done{background:var(--good-bg);color:var(--good)}
        .flash.error{background:var(--bad-bg);color:var(--bad)}
        .card{background:var(--card);border:1px solid var(--line);border-radius:14px;box-shadow:var(--shadow);padding:20px 22px;margin:0 0 18px;min-width:0}
        .card>h2:first-child{margin-top:0}
        .columns{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:18px;align-items:start}
        .columns.even{grid-template-columns:minmax(0,1fr) minmax(0,1fr)}
        .tiles{list-style:none;margin:0 0 20px;padding:0;display:grid;grid-template-columns:repeat(6,minmax(0,1fr));gap:12px}
        .tile{display:block;height:100%;background:var(--card);border:1px solid var(--line);border-radius:12px;box-shadow:var(--shadow);padding:12px 16px;text-decoration:none;color:var(--text)}
        .tile:hover{border-color:var(--accent)}
        .tile strong{display:block;font-size:26px;line-height:1.2;letter-spacing:-.02em;font-variant-numeric:tabular-nums}
        .tile span{font-size:13px;color:var(--sub);line-height:1.3;display:block}
        .tile.attention{background:var(--warn-bg);border-color:transparent}
        .tile.attention strong,.tile.attention span{color:var(--warn)}
        .tile.good strong{color:var(--good)}
        .tile.bad{background:var(--bad-bg);border-color:transparent}
        .tile.bad strong,.tile.bad span{color:var(--bad)}
        .filters{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:end;margin:0 0 6px}
        label{font-size:13px;color:var(--sub);display:block}
        input,select{display:block;margin-top:3px;font:inherit;font-size:14px;color:var(--text);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:7px 10px;min-width:0;width:100%;height:38px}
        .filters label{flex:1 1 130px;max-width:230px}
        button{font:inherit;font-size:14px;font-weight:600;color:var(--text);background:var(--soft);border:1px solid var(--line);border-radius:8px;padding:8px 16px;min-height:38px;cursor:pointer}
        button:hover{border-color:var(--sub)}
        button.primary{background:var(--accent);border-color:var(--accent);color:var(--accent-ink)}
        button.primary:hover{filter:brightness(1.08)}
        button.danger{background:transparent;border-color:var(--bad);color:var(--bad)}
        .matches td:first-child{white-space:normal}
        .matches td:last-child{white-space:nowrap;text-align:right;padding-right:0}
        .clear{padding:8px 2px;font-size:14px}
        table{border-collapse:collapse;width:100%}
        th{text-align:left;font-size:12px;font-weight:600;color:var(--sub);text-transform:uppercase;letter-spacing:.05em}
        .rows{background:var(--card);border:1px solid var(--line);border-radius:14px;border-spacing:0;border-collapse:separate;box-shadow:var(--shadow);overflow:hidden}
        .rows th,.rows td{padding:11px 16px;vertical-align:top;border-bottom:1px solid var(--line)}
        .rows tr:last-child td{border-bottom:0}
        .rows tbody tr:hover{background:var(--soft)}
        .rows .job a{font-weight:600;overflow-wrap:anywhere}
        .rows td.job{width:30%}
        .age{white-space:nowrap;color:var(--sub)}
        .change{font-weight:600;font-variant-numeric:tabular-nums}
        .state,.class{display:inline-block;font-size:12.5px;font-weight:600;line-height:1.35;padding:2px 9px;border-radius:999px;background:var(--soft);color:var(--sub);white-space:nowrap}
        .class{border-radius:6px;font-weight:500;background:var(--soft);color:var(--text)}
        .class.memory{background:var(--info-bg);color:var(--info)}
        .state.pending{background:var(--warn-bg);color:var(--warn)}
        .state.approved,.state.applied{background:var(--info-bg);color:var(--info)}
        .state.succeeded{background:var(--good-bg);color:var(--good)}
        .state.failed_again,.state.apply_failed{background:var(--bad-bg);color:var(--bad)}
        .pages{margin:12px 0 0}
        .headline{font-size:19px;font-weight:650;letter-spacing:-.01em;line-height:1.3;margin-bottom:12px}
        .headline.retry{color:var(--good)}
        .headline.stop{color:var(--bad)}
        .headline.review{color:var(--warn)}
        .changes{width:auto;min-width:60%;margin-bottom:14px}
        .changes th,.changes td{padding:5px 22px 5px 0;text-align:left;font-variant-numeric:tabular-nums}
        .changes tbody th{text-transform:none;letter-spacing:0;font-size:14px;font-weight:500}
        .changes .changed td:last-child{font-weight:700}
        .figures{display:flex;flex-wrap:wrap;gap:10px 28px;margin:0 0 6px}
        .figures dt{font-size:12.5px;color:var(--sub)}
        .figures dd{margin:0;font-weight:600;font-variant-numeric:tabular-nums;overflow-wrap:anywhere}
        .figures.big{margin-bottom:20px}
        .figures.big dd{font-size:20px}
        .reasons,.guardrails{margin:0;padding-left:18px}
        .reasons li,.guardrails li{margin:0 0 4px;overflow-wrap:anywhere}
        .facts{display:grid;grid-template-columns:minmax(110px,auto) minmax(0,1fr);gap:3px 16px;margin:0;font-size:14px}
        .facts dt{color:var(--sub)}
        .facts dd{margin:0;overflow-wrap:anywhere;font-variant-numeric:tabular-nums}
        .decided{margin:14px 0 0;color:var(--sub)}
        .decide{border-top:1px solid var(--line);margin:18px -22px -20px;padding:16px 22px 18px;background:var(--soft);border-radius:0 0 14px 14px}
        .fields{display:flex;flex-wrap:wrap;gap:10px 14px}
        .fields label{flex:1 1 130px}
        .buttons{display:flex;flex-wrap:wrap;gap:10px;margin:12px 0 4px}
        details{margin-top:10px}
        summary{cursor:pointer;color:var(--link);font-size:14px;padding:4px 0}
        .compact{font-size:14px}
        .compact th,.compact td{padding:7px 18px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
        .compact tr:last-child td{border-bottom:0}
        .compact td{font-variant-numeric:tabular-nums}
        .compact td:first-child{white-space:nowrap}
        .compact .target td{font-weight:650}
        .scroll{overflow-x:auto}
        .meter{display:inline-block;width:90px;vertical-align:1px}
        .meter svg{display:block;width:100%;height:8px}
        .track{fill:var(--line)}
        .fill{fill:var(--accent)}
        .fill.bad{fill:var(--bad)}
        .log{border:1px solid var(--line);border-radius:10px;max-height:620px;overflow:auto;background:var(--bg)}
        .log table{font:12.5px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        .log td{padding:0 10px;vertical-align:top}
        .log .n{width:1%;text-align:right;white-space:nowrap;user-select:none;border-right:1px solid var(--line)}
        .log .t{white-space:pre-wrap;overflow-wrap:anywhere;tab-size:4}
        .log .hit .t{background:var(--hit)}
        .log .primary .n{box-shadow:inset 3px 0 var(--hit-line)}
        .log .primary .t{font-weight:600}
        .log tr:target .t{outline:2px solid var(--accent);outline-offset:-2px}
        .gap{padding:5px 14px;font-size:12.5px;color:var(--sub);background:var(--soft);border-block:1px solid var(--line)}
        .chart{display:block;width:100%;max-width:560px;height:auto}
        .chart text{font:12px system-ui,-apple-system,"Segoe UI",Roboto,Arial,sans-serif;fill:var(--sub)}
        .chart .feature{fill:var(--text);font-size:13px}
        .chart .name{fill:var(--text)}
        .chart .mark{fill:var(--text)}
        .chart .mark.target{font-weight:700}
        .chart .grid{stroke:var(--line)}
        .chart .axis{stroke:var(--sub)}
        .chart .front{fill:none;stroke:var(--accent);stroke-width:2;stroke-linejoin:round}
        .chart .front.other{stroke-width:1;opacity:.55}
        .chart .point.other{stroke-width:1;opacity:.55}
        .chart .point{fill:var(--card);stroke:var(--accent);stroke-width:2}
        .chart .point.target{fill:var(--accent)}
        .chart .bar.good{fill:var(--accent)}
        .chart .bar.bad{fill:var(--bad)}
        .shapes{display:grid;grid-template-columns:repeat(auto-fill,minmax(280px,1fr));gap:14px}
        .shapes.large{grid-template-columns:repeat(auto-fill,minmax(min(100%,340px),1fr));margin-bottom:20px}
        .shapes.large .chart{max-width:420px}
        .chart .honest{stroke-dasharray:5 4}
        .shapes figure{margin:0;padding:14px 16px}
        figcaption{font-weight:600;font-size:14px;margin-bottom:6px;overflow-wrap:anywhere}
        .error-page{max-width:640px;margin:40px auto}
        .error-page .status{font-size:44px;font-weight:750;letter-spacing:-.03em;color:var(--sub);margin:0}
        .flash.warn{background:var(--warn-bg);color:var(--warn)}
        .flash a{color:inherit}
        nav{flex-wrap:wrap}
        .s0{fill:var(--s0)}.s1{fill:var(--s1)}.s2{fill:var(--s2)}.s3{fill:var(--s3)}.s4{fill:var(--s4)}.s5{fill:var(--s5)}.s6{fill:var(--s6)}
        .timeline .chart{max-width:none;min-width:600px}
        .chart .tick{font-size:11px}
        .key{list-style:none;display:flex;flex-wrap:wrap;gap:4px 18px;margin:10px 0 0;padding:0;font-size:13px}
        .key svg{width:12px;height:12px;margin-right:6px;vertical-align:-1px}
        .pauses{list-style:none;margin:0 0 14px;padding:0}
        .pauses li{display:flex;flex-wrap:wrap;gap:8px 16px;justify-content:space-between;align-items:end;padding:10px 0;border-bottom:1px solid var(--line)}
        .pauses .sub{display:block;overflow-wrap:anywhere}
        .pauses form,.act,.bulk{display:flex;flex-wrap:wrap;gap:8px;align-items:end}
        .inline input{width:140px}
        .bulk{margin:0 0 12px}
        .tick{align-self:center}
        input[type=checkbox]{display:inline-block;width:17px;height:17px;margin:0 9px 0 0;vertical-align:-3px;accent-color:var(--accent)}
        .formula{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12.5px;background:var(--soft);border-radius:8px;padding:8px 12px;margin-top:12px}
        .facts.wide-names{grid-template-columns:minmax(170px,auto) minmax(0,1fr)}
        .file{margin:0;padding:12px 14px;background:var(--bg);border:1px solid var(--line);border-radius:10px;overflow:auto;font:12.5px/1.55 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace}
        .rows .wrap{overflow-wrap:anywhere}
        .rows.audit td.job{width:24%}
        .rows.audit td:nth-child(3){overflow-wrap:break-word;max-width:220px}
        .rows tr.current{background:var(--soft);box-shadow:inset 3px 0 var(--accent)}
        .hidden{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        .keys{padding-bottom:8px;color:var(--sub);font-size:13px}
        kbd{font:12px ui-monospace,Menlo,Consolas,monospace;border:1px solid var(--line);border-radius:4px;padding:0 5px;background:var(--card)}
        [hidden]{display:none!important}
        @media (max-width:900px){.columns,.columns.even{grid-template-columns:minmax(0,1fr);gap:0}.tiles{grid-template-columns:repeat(3,minmax(0,1fr))}}
        @media (max-width:640px){.wide{padding-left:14px;padding-right:14px}h1{font-size:22px}h1 .run{display:block;font-size:15px}.card{padding:16px}.decide{margin:16px -16px -16px;padding:14px 16px 16px}.tiles{grid-template-columns:repeat(2,minmax(0,1fr))}.filters label{max-width:none;flex-basis:40%}.rows thead{position:absolute;left:-9999px}.rows,.rows tbody,.rows tr,.rows td{display:block;width:auto}.rows td.job{width:auto}.rows tr{padding:10px 14px;border-bottom:1px solid var(--line)}.rows tr:last-child{border-bottom:0}.rows td{border:0;padding:3px 0}.changes{width:100%}nav a{padding:7px 9px}.top .wide{padding-top:6px;padding-bottom:6px}.compact th,.compact td{padding-right:14px}}
        @media (max-width:420px){.chart text,.chart .tick,.chart .feature{font-size:14px}}
        @media (prefers-reduced-motion:no-preference){a,button,.tile{transition:border-color .12s,background .12s}}
        @media print{.decide,.filters,nav{display:none}.log{max-height:none}}
        """
}
