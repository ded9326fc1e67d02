# Tab completion of vaultkit in bash; made by `vaultkit completion bash`.
_vaultkit_complete() {
    local type value help special=
    COMPREPLY=()
    while IFS=$'\t' read -r type value help; do
        case $type in
            dir) compopt -o dirnames 2>/dev/null ;;
            file) compopt -o default 2>/dev/null ;;
            *)
                COMPREPLY+=("$value")
                [[ $value == *[[:space:]\'\"\$\&\(\)\;\<\>\|\`\\\*\?\[\]!#]* ]] && special=1
                ;;
        esac
    done < <(_VAULTKIT_COMPLETE=bash_complete COMP_LINE="${COMP_LINE:0:COMP_POINT}" "$1" 2>/dev/null)
    # Names hold blanks: the shell then quotes what it puts in, as it does for files.
    [[ -n $special ]] && compopt -o filenames 2>/dev/null
    return 0
}
complete -o nosort -F _vaultkit_complete vaultkit 2>/dev/null ||
    complete -F _vaultkit_complete vaultkit
