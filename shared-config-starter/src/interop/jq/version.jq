# Prints the document of one version of a history: a whole document and the patches that follow it.
#   jq -nc --argjson version 41 -f version.jq orders.history.jsonl
# jq rewrites unusual numbers, 1.50 as 1.5; the history itself has them as they were published.
def steps: split("/")[1:] | map(gsub("~1"; "/") | gsub("~0"; "~"));
def place($steps): . as $doc | reduce $steps[] as $s ([]; . as $p | $p + [$doc | getpath($p)
  | if type == "array" then (if $s == "-" then length else ($s | tonumber) end) else $s end]);
def change($o): place($o.path | steps) as $p | getpath($p[:-1]) as $in
  | if $o.op == "remove" then delpaths([$p])
    elif $o.op == "add" and ($in | type) == "array" then setpath($p[:-1]; $in[:$p[-1]] + [$o.value] + $in[$p[-1]:])
    else setpath($p; $o.value) end;
reduce (inputs | select(.version <= $version)) as $l (null;
  if $l | has("document") then $l.document else reduce $l.patch[] as $o (.; change($o)) end)
