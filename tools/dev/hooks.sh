# shellcheck shell=bash
# ./dev hooks [--off]: has Git run tools/hooks/pre-commit in this clone, or no longer.
case "${1:-}" in
    '')
        git config core.hooksPath tools/hooks
        say "Before each commit tools/hooks/pre-commit looks at what is staged. ./dev hooks --off ends that."
        ;;
    --off)
        git config --unset core.hooksPath || true
        say "No hooks any more."
        ;;
    *) die "'$1' is not an option of ./dev hooks (--off)" ;;
esac
