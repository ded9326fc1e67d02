# Tab completion of vaultkit in fish; made by `vaultkit completion fish`.
function __vaultkit_complete
    set -lx _VAULTKIT_COMPLETE fish_complete
    set -lx COMP_LINE (commandline -cp)
    for line in (vaultkit 2>/dev/null)
        set -l parts (string split \t -- $line)
        switch $parts[1]
            case dir
                __fish_complete_directories (commandline -ct)
            case file
                __fish_complete_path (commandline -ct)
            case plain
                printf '%s\t%s\n' $parts[2] "$parts[3]"
        end
    end
end
complete -c vaultkit -f -k -a '(__vaultkit_complete)'
