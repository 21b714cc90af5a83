# What doxygen reads of a header: the house's plain `//` comments as its own `///`. The block at the top is about the file, a block right
# above a declaration about that, words behind a member about that member. Every other comment stays as it is.

# Doxygen's own signs lose their meaning, but not between backticks, where it looks for none.
function plain(words, parts, count, i, out) {
    count = split(words, parts, "`")
    out = ""
    for (i = 1; i <= count; ++i) {
        if (i % 2 == 1 || i == count) gsub(/[@\\<>#%]/, "\\\\&", parts[i])
        out = out (i > 1 ? "`" : "") parts[i]
    }
    return out
}

# The comment lines that wait for what they stand above.
function give(mark, i, line, at) {
    for (i = 1; i <= waiting; ++i) {
        line = block[i]
        at = index(line, "//")
        print mark == "" ? line : substr(line, 1, at - 1) mark plain(substr(line, at + 2))
    }
    waiting = 0
}

function declares(line) {
    return line !~ /^[ \t]*$/ && line !~ /^[ \t]*[})]/ && line !~ /^[ \t]*(public|private|protected):/ && line !~ /^[ \t]*#/ &&
        line !~ /^[ \t]*(return|if|for|while|else|switch|case|do|try|auto|const auto)[ \t(&]/
}

FNR == 1 { waiting = 0; behind = 0; top = /^\/\/ / }

# On with the words behind the line before.
/^[ \t]*\/\/ / && behind > 0 && index($0, "//") == behind {
    print substr($0, 1, behind - 1) "///<" plain(substr($0, behind + 2))
    next
}

/^[ \t]*\/\// { block[++waiting] = $0; behind = 0; next }

{
    if (top) {
        top = 0
        print "/// \\file"
        give("///")
    }
    give(declares($0) ? "///" : "")
    behind = 0
    if (declares($0) && match($0, /[;,)A-Za-z0-9]  +\/\/ /)) {
        behind = RSTART + RLENGTH - 3
        print substr($0, 1, behind - 1) "///<" plain(substr($0, behind + 2))
    } else if (declares($0) && match($0, /\{  +\/\/ /)) {
        print "///" plain(substr($0, RSTART + RLENGTH - 1)) "\n" substr($0, 1, RSTART)
    } else {
        print
    }
}

END { give("") }
