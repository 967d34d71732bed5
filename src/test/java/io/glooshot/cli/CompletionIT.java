package io.glooshot.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.glooshot.playground.Command;
import io.glooshot.playground.Part;
import io.glooshot.playground.Parts;
import io.glooshot.playground.Progress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the shells themselves make of the completion scripts. */
class CompletionIT {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** What bash does at the tabulator. Only there it knows compopt, which says how words are inserted. */
    private static final String IN_BASH = """
            compopt() { :; }
            source "$1"; shift
            COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
            _complete_glooshot; printf '%s\\n' "${COMPREPLY[@]}"
            """;

    /**
     * Types words at the prompt of a zsh of its own, presses the tabulator, and shows what is there then. Typed before the
     * line editor is at work, they would be for the terminal, which knows no completion.
     */
    private static final String IN_ZSH = """
            emulate zsh
            for dir in ${1:h}/tree/usr/lib/*-linux-gnu/zsh/*(N/); do module_path=($dir $module_path); done
            for dir in ${1:h}/tree/usr/share/zsh/functions ${1:h}/tree/usr/share/zsh/functions/**/*(N/); do fpath=($dir $fpath); done
            zmodload zsh/zpty || exit 3
            zpty shell $1 -f -i
            zpty -w shell "module_path=($module_path) fpath=($fpath) PS1='' LISTMAX=0 TERM=dumb"
            zpty -w shell 'unsetopt zle_bracketed_paste; autoload -U compinit; compinit -u -D; zmodload zsh/complist'
            zpty -w shell "source $2; zstyle ':completion:*' list-colors 'no=<' 'lc=' 'rc=>' 'ec='; compadd() { builtin compadd -A found \\"\\$@\\"; print -l -- WORD=\\$^found; builtin compadd \\"\\$@\\" }; zle-line-init() { print RE''ADY }; zle -N zle-line-init"
            zpty -r -m shell ready '*READY*' || exit 4
            zpty -w -n shell "$3"$'\\t'
            zpty -w shell $'\\x15print DO\\'\\'NE'
            zpty -r -m shell found '*DONE*' || exit 5
            print -r -- $found
            """;

    @TempDir
    Path directory;

    private final Parts parts = Parts.onThisMachine(Progress.toStandardOut());
    private Path script;

    @BeforeEach
    void chooseFile() {
        script = directory.resolve("completion");
    }

    private void write(String shell) throws IOException {
        StringWriter out = new StringWriter();
        assertThat(Glooshot.commandLine().setOut(new PrintWriter(out)).execute("completion", shell))
                .isZero();
        Files.writeString(script, out.toString());
    }

    /** Words typed, one that has to be offered, and one that must not be. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            glooshot g,                get,          delete
            glooshot get e,            experiments,  meshes
            glooshot get -o y,         yaml,         json
            glooshot delete --dry-run s, server,     client
            glooshot recover --time,   --timeout,    --convergence
            glooshot completion f,     fish,         bash
            """)
    void inBash(String typed, String offered, String not) throws IOException {
        write("bash");
        List<String> words = new ArrayList<>(List.of("bash", "--norc", "-c", IN_BASH, "bash", script.toString()));
        words.addAll(List.of(typed.split(" ")));
        Command.Result result = Command.of(words.toArray(String[]::new)).run(LIMIT);

        assertThat(result.stderr()).isEmpty();
        assertThat(result.stdout().lines().map(String::strip)).contains(offered).doesNotContain(not);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            glooshot g,                get,          delete
            glooshot get e,            experiments,  meshes
            glooshot get -o y,         yaml,         json
            glooshot delete --dry-run=s, --dry-run=server, --dry-run=client
            glooshot recover --time,   --timeout,    --convergence
            glooshot -v get --w,       --watch,      --wait
            glooshot completion f,     fish,         bash
            glooshot get -n exp,       ,             experiments
            """)
    void inFish(String typed, String offered, String not) throws IOException {
        write("fish");
        Command.Result result = Command.of(
                        parts.get(Part.FISH),
                        "--no-config",
                        "-c",
                        "source $argv[1]; complete -C $argv[2]",
                        script.toString(),
                        typed)
                .run(LIMIT);

        assertThat(result.stderr()).isEmpty();
        List<String> found = result.stdout()
                .lines()
                .map(line -> line.replaceFirst("\t.*", ""))
                .toList();
        assertThat(found).doesNotContain(not);
        if (offered != null) {
            assertThat(found).contains(offered);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            glooshot get e,            experiments,  meshes
            glooshot recover --time,   --timeout,    --convergence
            """)
    void inZsh(String typed, String offered, String not) throws IOException {
        write("zsh");
        Path zsh = parts.get(Part.ZSH);
        Command.Result result = Command.of(zsh, "-f", "-c", IN_ZSH, "zsh", zsh.toString(), script.toString(), typed)
                .run(LIMIT);

        assertThat(result.exitCode()).as(result.text()).isZero();
        assertThat(result.stdout()).contains("WORD=" + offered).doesNotContain("WORD=" + not);
    }
}
