package io.glooshot.doctor;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.GlooShot;
import io.glooshot.install.AccessReviews;
import io.glooshot.install.AccessReviews.Right;
import io.glooshot.install.NeededRights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which commands whoever asks has the rights for. That not everybody has all of them is as it should be. */
record UserCheck(KubernetesClient client, String namespace, String installation) implements Check {

    private static final String ISTIO = "networking.istio.io";

    @Override
    public String name() {
        return "your rights";
    }

    @Override
    public List<Finding> look() {
        AccessReviews reviews = new AccessReviews(client);
        boolean all = reviews.mayI(Right.of("*", "*", "*"));
        return commands().entrySet().stream()
                .map(command -> judge(command.getKey(), all ? List.of() : missing(reviews, command.getValue())))
                .toList();
    }

    private static List<Right> missing(AccessReviews reviews, List<Right> rights) {
        return rights.stream().filter(right -> !reviews.mayI(right)).toList();
    }

    private static Finding judge(String command, List<Right> missing) {
        String check = "may " + command;
        return missing.isEmpty()
                ? Finding.ok(check, "yes")
                : Finding.warn(
                        check,
                        "no: may not " + AccessReviews.told(missing),
                        "Ask an administrator, if you need it: docs/permissions.md.");
    }

    private Map<String, List<Right>> commands() {
        Map<String, List<Right>> commands = new LinkedHashMap<>();
        commands.put("get", List.of(here("list", "experiments"), here("list", "reports"), anywhere("list", "meshes")));
        commands.put("watch", List.of(here("watch", "experiments")));
        commands.put(
                "run",
                List.of(here("create", "experiments"), here("inject", "experiments"), here("watch", "experiments")));
        commands.put("stop", List.of(here("patch", "experiments")));
        commands.put("delete", List.of(here("delete", "experiments")));
        commands.put("report", List.of(here("get", "reports")));
        commands.put("register", List.of(anywhere("create", "meshes")));
        commands.put("stop --all", List.of(anywhere("create", "killswitches"), anywhere("delete", "killswitches")));
        commands.put(
                "recover",
                List.of(
                        anywhere("list", "experiments"),
                        anywhere("patch", "experiments"),
                        Right.of("list", ISTIO, "virtualservices"),
                        Right.of("update", ISTIO, "virtualservices"),
                        Right.of("delete", ISTIO, "virtualservices"),
                        Right.of("list", ISTIO, "envoyfilters"),
                        Right.of("update", ISTIO, "envoyfilters"),
                        Right.of("delete", ISTIO, "envoyfilters"),
                        Right.of("list", "apps", "deployments")));
        commands.put("init", NeededRights.toInstall(installation));
        commands.put("uninstall", NeededRights.toDelete(installation));
        return commands;
    }

    private Right here(String verb, String resource) {
        return anywhere(verb, resource).in(namespace);
    }

    private static Right anywhere(String verb, String resource) {
        return Right.of(verb, GlooShot.GROUP, resource);
    }
}
