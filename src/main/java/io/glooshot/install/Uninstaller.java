package io.glooshot.install;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.glooshot.api.Experiment;
import io.glooshot.api.Report;
import io.glooshot.install.AccessReviews.Right;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * Takes out what {@link Installer} has put in. Controller and guard go when no fault is on and none can begin, and the guard
 * last of the two. Blocks.
 */
public final class Uninstaller {

    /**
     * How it is wanted.
     *
     * @param removeFaults whether to end what goes on, rather than to refuse
     * @param deleteCrds whether the kinds go too, and with them all their objects
     * @param longest how long to try
     * @param convergence how long istiod may take to tell all proxies of a change
     */
    public record Wishes(boolean removeFaults, boolean deleteCrds, Duration longest, Duration convergence) {}

    private static final String WHAT = "Gloo Shot was not taken out";

    private final KubernetesClient client;
    private final String namespace;
    private final Wishes wishes;
    private final InstalledObjects objects;
    private final Consumer<String> tell;
    private final Calm calm;

    /** @param tell takes the lines that say what is done */
    public Uninstaller(KubernetesClient client, String namespace, Wishes wishes, Consumer<String> tell) {
        this.client = client;
        this.namespace = namespace;
        this.wishes = wishes;
        this.objects = new InstalledObjects(client);
        this.tell = tell;
        this.calm = new Calm(client, namespace, wishes.convergence(), tell);
    }

    /** How many experiments and reports would be lost with their kinds. */
    public String losses() {
        boolean isThere = Installer.isEstablished(client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(Experiment.getCRDName(Experiment.class))
                .get());
        int experiments = isThere
                ? client.resources(Experiment.class)
                        .inAnyNamespace()
                        .list()
                        .getItems()
                        .size()
                : 0;
        int reports = isThere
                ? client.resources(Report.class)
                        .inAnyNamespace()
                        .list()
                        .getItems()
                        .size()
                : 0;
        return "%d experiments and %d reports".formatted(experiments, reports);
    }

    /**
     * Tells what would be done, and changes nothing.
     *
     * @throws Refusal when it could not be done
     */
    public void tryOut() {
        List<Item> all = check();
        Standing standing = calm.look();
        standing.goingOn()
                .forEach(each -> tell.accept("experiment.glooshot.solo.io/%s told to stop (dry run)"
                        .formatted(each.getMetadata().getName())));
        standing.faults().forEach(each -> tell.accept("fault in %s taken off (dry run)".formatted(each.object())));
        all.stream()
                .filter(item -> item.kind() != Kind.NAMESPACE || neighbours().isEmpty())
                .forEach(item -> tell.accept("%s %s (dry run)".formatted(item.label(namespace), Change.DELETED)));
        tellWhatStays(all);
    }

    /**
     * Takes all of it out. Several times are as one.
     *
     * @throws Refusal before anything is changed when it cannot be done, or saying how far it has come
     */
    public void uninstall() {
        List<Item> all = check();
        Waiting waiting = new Waiting(wishes.longest());
        if (!all.isEmpty()) {
            calm.begin();
            calm.enforce(waiting);
            // The guard goes on looking until the controller has gone for certain.
            deleteWithPods(all, Names.CONTROLLER, waiting);
            calm.takeFaultsOff(waiting);
            deleteWithPods(all, Names.GUARD, waiting);
            calm.letGo();
        }
        delete(all, item -> item.kind() != Kind.NAMESPACE && item.kind() != Kind.CUSTOM_RESOURCE_DEFINITION);
        client.leases().inNamespace(namespace).withName(Names.LEASE).delete();
        calm.end();
        delete(all, item -> item.kind() == Kind.CUSTOM_RESOURCE_DEFINITION);
        awaitGone(
                all, Kind.CUSTOM_RESOURCE_DEFINITION, waiting, "objects of its kind have finalizers of somebody else");
        if (neighbours().isEmpty()) {
            delete(all, item -> item.kind() == Kind.NAMESPACE);
            awaitGone(all, Kind.NAMESPACE, waiting, "something in it is not deleted yet");
        }
        tellWhatStays(all);
    }

    /** @return what is to be deleted, in the order in which it can be */
    private List<Item> check() {
        List<Item> all = new ArrayList<>(objects.inventory(namespace));
        requireHere(!all.isEmpty());
        all.removeIf(item -> item.kind() == Kind.CUSTOM_RESOURCE_DEFINITION && !wishes.deleteCrds());
        requireRights(all);
        if (!wishes.removeFaults()) {
            Standing standing = calm.look();
            if (!standing.isClear() && !all.isEmpty()) {
                throw new Refusal(
                        WHAT,
                        standing.told(),
                        "Wait until they are over, or end them with --remove-faults; nothing was changed.");
            }
        }
        Collections.reverse(all);
        return all;
    }

    /** What is the cluster's would be found from every namespace. */
    private void requireHere(boolean isInventoried) {
        Optional<String> where = Installation.namespace(client);
        if (where.isPresent() && !where.get().equals(namespace)) {
            throw new Refusal(
                    WHAT,
                    "it is in namespace %s, not in %s".formatted(where.get(), namespace),
                    "`glooshot uninstall -n %s` takes it out.".formatted(where.get()));
        }
        if (where.isPresent() && !isInventoried) {
            throw new Refusal(
                    WHAT,
                    "it was not `glooshot init` that installed it in namespace " + namespace,
                    "Take it out as it was put in, such as with `kubectl delete -k kubernetes/manifests`.");
        }
    }

    private void requireRights(List<Item> all) {
        List<Right> rights = new ArrayList<>(NeededRights.toDelete(all));
        rights.add(Right.of("create", "glooshot.solo.io", "killswitches"));
        rights.add(Right.of("delete", "glooshot.solo.io", "killswitches"));
        rights.add(Right.of("patch", "glooshot.solo.io", "experiments"));
        rights.add(Right.of("delete", "coordination.k8s.io", "leases").in(namespace));
        List<Right> missing = new AccessReviews(client).missing(rights);
        if (!missing.isEmpty()) {
            throw new Refusal(
                    WHAT,
                    "you may not " + AccessReviews.told(missing),
                    "Have an administrator of the cluster run it; nothing was changed.");
        }
    }

    private List<String> neighbours() {
        return client.namespaces().withName(namespace).get() == null
                ? List.of()
                : new Neighbours(client, namespace).find();
    }

    private void delete(List<Item> all, Predicate<Item> which) {
        all.stream().filter(which).forEach(item -> {
            if (objects.find(item).isPresent()) {
                objects.delete(item);
                tell.accept("%s %s".formatted(item.label(namespace), Change.DELETED));
            }
        });
    }

    private void deleteWithPods(List<Item> all, String deployment, Waiting waiting) {
        delete(all, item -> item.kind() == Kind.DEPLOYMENT && item.name().equals(deployment));
        Readiness pods = new Readiness(client, namespace);
        String component = deployment.replace(Names.GLOOSHOT + "-", "");
        if (!waiting.until(() -> pods.pods(component).isEmpty())) {
            throw new Refusal(
                    "Gloo Shot is not taken out yet",
                    "pods of %s are still there: %s"
                            .formatted(
                                    deployment,
                                    pods.pods(component).stream()
                                            .map(pod -> pod.getMetadata().getName())
                                            .toList()),
                    "See why with `kubectl describe pods -n %s`, then run uninstall again.".formatted(namespace));
        }
    }

    private void awaitGone(List<Item> all, Kind kind, Waiting waiting, String reason) {
        List<Item> going = all.stream().filter(item -> item.kind() == kind).toList();
        if (!waiting.until(
                () -> going.stream().allMatch(item -> objects.find(item).isEmpty()))) {
            throw new Refusal(
                    "Gloo Shot is taken out but for its last objects",
                    going.stream()
                                    .filter(item -> objects.find(item).isPresent())
                                    .map(Item::label)
                                    .toList()
                            + " is not gone yet: "
                            + reason,
                    "It goes by itself as soon as they do; running uninstall again waits for it.");
        }
    }

    private void tellWhatStays(List<Item> all) {
        List<String> neighbours = neighbours();
        if (all.stream().anyMatch(item -> item.kind() == Kind.NAMESPACE) && !neighbours.isEmpty()) {
            tell.accept("Namespace %s stays: others have objects in it: %s"
                    .formatted(namespace, String.join(", ", neighbours)));
        }
        if (!wishes.deleteCrds()) {
            tell.accept("The kinds stay, with all experiments and reports; --delete-crds takes them too.");
        }
    }
}
