# shellcheck shell=bash
# What ./dev test says of its suites, from the JUnit files that their runners leave. Sourced.

# Sums of one suite's JUnit files: `passed failed skipped`. No file means that its runner broke before it could say anything.
# Vitest gives the number of skipped tests only by suite, so they are counted where they stand.
sums_of() { # FOLDER
    find "$1" -name '*.xml' -exec cat {} + | awk '
        /<testsuites/ { total += number("tests"); bad += number("failures") + number("errors") }
        { skipped += gsub(/<skipped[ \/>]/, "") }
        function number(name) { return match($0, " " name "=\"[0-9]+") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3) : 0 }
        END { print total - bad - skipped, bad + 0, skipped + 0 }'
}

sum_in_words() { printf '%s passed, %s failed' "$1" "$2" && { (($3 == 0)) || printf ', %s skipped' "$3"; }; } # PASSED FAILED SKIPPED

# The tests of one suite that failed, by the names its JUnit files give.
failures_of() { # FOLDER
    find "$1" -name '*.xml' -exec cat {} + | awk -v suite="${1##*/}" '
        /<testcase/ { name = match($0, " name=\"[^\"]*") ? substr($0, RSTART + 7, RLENGTH - 7) : "" }
        /<(failure|error)[ >]/ && name != "" { print suite ": " name; name = "" }' |
        sed "s/&gt;/>/g; s/&lt;/</g; s/&quot;/\"/g; s/&apos;/'/g; s/&#39;/'/g; s/&amp;/\&/g"
}
