package io.glooshot.cli;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.glooshot.doctor.Examination;
import io.glooshot.doctor.Finding;
import io.glooshot.doctor.Finding.Level;
import io.glooshot.doctor.Patient;
import io.glooshot.install.Installation;
import io.glooshot.install.Names;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Looks whether all is well, and says what to do where it is not. */
@Command(
        name = "doctor",
        description = {
            "Look whether all is well: cluster, kinds, controller, guard, leader, clocks, meshes, faults, policies, rights.",
            "Changes nothing, and works with few rights: what may not be looked at is skipped and said."
        },
        footer = {
            "  glooshot doctor",
            "  glooshot doctor -n shop --prometheus http://localhost:9090",
            "  glooshot doctor -o json"
        },
        exitCodeList = {"0:nothing failed, though there may be warnings", "1:something failed", "2:wrong usage"},
        mixinStandardHelpOptions = true)
class DoctorCommand implements Callable<Integer> {

    /** How findings are shown. */
    enum Format {
        table,
        json
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private Cluster cluster;

    @Mixin
    private NamespaceOption namespace;

    @Option(
            names = "--install-namespace",
            paramLabel = "NAMESPACE",
            description = "Where Gloo Shot is installed. Default: where its roles are bound to, or " + Names.NAMESPACE)
    private String installNamespace;

    @Option(names = "--prometheus", paramLabel = "URL", description = "A Prometheus to ask from here.")
    private URI prometheus;

    @Option(
            names = "--check-timeout",
            paramLabel = "DURATION",
            converter = GoDuration.class,
            defaultValue = "15s",
            description = "How long each check may take. Default: ${DEFAULT-VALUE}")
    private Duration longest;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table or json. Default: ${DEFAULT-VALUE}")
    private Format format;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (KubernetesClient client = cluster.connect()) {
            var patient = new Patient(installation(client), namespace.of(client), Optional.ofNullable(prometheus));
            List<Finding> findings = new Examination(client, patient, longest).run();
            if (format == Format.json) {
                out.println(Serialization.asJson(findings));
            } else {
                print(out, findings);
            }
            out.flush();
            return findings.stream().anyMatch(finding -> finding.level() == Level.FAIL) ? 1 : 0;
        }
    }

    private String installation(KubernetesClient client) {
        if (installNamespace != null) {
            return installNamespace;
        }
        try {
            return Installation.namespace(client).orElse(Names.NAMESPACE);
        } catch (KubernetesClientException mayNotLook) {
            return Names.NAMESPACE;
        }
    }

    private static void print(PrintWriter out, List<Finding> findings) {
        int width = findings.stream()
                .mapToInt(finding -> finding.check().length())
                .max()
                .orElse(0);
        String row = "%-4s   %-" + width + "s   %s%n";
        for (Finding finding : findings) {
            out.printf(Locale.ROOT, row, finding.level(), finding.check(), FailureReport.oneLine(finding.found()));
            if (finding.remedy() != null && finding.level() != Level.OK) {
                out.printf(Locale.ROOT, row, "", "", "→ " + FailureReport.oneLine(finding.remedy()));
            }
        }
        out.printf(
                Locale.ROOT,
                "%d ok, %d warnings, %d failed, %d skipped%n",
                count(findings, Level.OK),
                count(findings, Level.WARN),
                count(findings, Level.FAIL),
                count(findings, Level.SKIP));
    }

    private static long count(List<Finding> findings, Level level) {
        return findings.stream().filter(finding -> finding.level() == level).count();
    }
}
