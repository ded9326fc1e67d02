#compdef vaultkit
# Tab completion of vaultkit in zsh; made by `vaultkit completion zsh`.
_vaultkit() {
    local -a values shown parts
    local line
    for line in "${(@f)$(_VAULTKIT_COMPLETE=zsh_complete COMP_LINE="${(j: :)words[1,CURRENT]}" $words[1] 2>/dev/null)}"; do
        parts=("${(@ps:\t:)line}")
        case $parts[1] in
            dir) _files -/ ;;
            file) _files ;;
            plain)
                values+=("$parts[2]")
                shown+=("$parts[2]${parts[3]:+  -- $parts[3]}")
                ;;
        esac
    done
    (( $#values )) && compadd -U -l -V vaultkit -d shown -a values
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    _vaultkit "$@"
else
    compdef _vaultkit vaultkit
fi
