package io.glooshot.install;

import io.glooshot.cli.Glooshot;
import io.glooshot.cli.Golden;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Somebody who types commands, with a kubeconfig. */
record Terminal(Path kubeconfig) {

    /** What came of a command. */
    record Said(int code, String out, String err) {

        /** Both streams, without what differs from one machine or release to the next. */
        String settled() {
            return (out + err)
                    // How often it was looked in between.
                    .replaceAll(
                            "(?m)^deployment\\S+: [01] of [23] ready\n|^deployment\\S+: (0 of 1|2 of 3) ready\n", "")
                    .replace(Release.packed().version(), "0.1.0")
                    .replaceAll(
                            "Kubernetes v[0-9.]+ at https://[0-9.:]+/", "Kubernetes v1.34.4 at https://127.0.0.1:6443/")
                    .replaceAll("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "3c3e1b5e-6a7b-4c8d-9e0f-112233445566")
                    .replaceAll("showed itself [0-9]+ s ago", "showed itself 1 s ago")
                    .replaceAll("shown itself for [0-9]+ s", "shown itself for 600 s")
                    .replaceAll("\\d{4}-\\d{2}-\\d{2}T[0-9:]+Z", "2026-11-26T09:00:00Z");
        }

        void isGolden(String name) {
            Golden.assertSame(name, settled());
        }
    }

    Said glooshot(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Glooshot.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(Stream.concat(Stream.of(words), Stream.of("--kubeconfig", kubeconfig.toString()))
                        .toArray(String[]::new));
        return new Said(code, out.toString(), err.toString());
    }
}
