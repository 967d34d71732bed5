package io.glooshot.controller;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.glooshot.api.KillSwitch;
import io.glooshot.api.KillSwitchSpec;
import io.glooshot.apiserver.Informers;
import io.glooshot.experiment.Verdict;
import io.glooshot.guard.KillSwitches;
import io.glooshot.run.ExperimentName;
import io.glooshot.run.ExperimentRuns;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jboss.logging.Logger;

/** Ends all runs while there is a KillSwitch, and lets those that wait start when the last one is gone. */
@ApplicationScoped
class KillSwitchWatch {

    private static final Logger LOG = Logger.getLogger(KillSwitchWatch.class);
    private static final String REASON = "KillSwitch";

    private final KubernetesClient client;
    private final KillSwitches killSwitches;
    private final ExperimentRuns runs;
    private final Pokes pokes;
    private final Set<ExperimentName> waiting = ConcurrentHashMap.newKeySet();
    private SharedIndexInformer<KillSwitch> informer;

    KillSwitchWatch(KubernetesClient client, ExperimentRuns runs, Pokes pokes) {
        this.client = client;
        this.killSwitches = new KillSwitches(client);
        this.runs = runs;
        this.pokes = pokes;
    }

    /**
     * Looks before any run begins or goes on, and keeps watching.
     *
     * @throws io.fabric8.kubernetes.client.KubernetesClientException when the API server cannot be asked: then nothing may begin
     */
    synchronized void begin() {
        judge(killSwitches.present());
        if (informer == null) {
            informer = client.resources(KillSwitch.class).runnableInformer(0);
            Informers.start(informer, new Handler(), "KillSwitches");
        }
    }

    /**
     * Why an experiment may not start now, as the API server has it at this moment; then it is told to try again as soon as it
     * may.
     */
    Optional<Verdict.Aborted> against(ExperimentName name) {
        waiting.add(name);
        Optional<Verdict.Aborted> verdict = verdict(killSwitches.present());
        if (verdict.isEmpty()) {
            waiting.remove(name);
        }
        return verdict;
    }

    @PreDestroy
    synchronized void end() {
        if (informer != null) {
            informer.stop();
        }
    }

    private void judge(List<KillSwitch> present) {
        verdict(present).ifPresentOrElse(runs::endAll, this::lift);
    }

    private void lift() {
        runs.allowAll();
        waiting.forEach(name -> {
            waiting.remove(name);
            pokes.poke(name);
        });
    }

    private static Optional<Verdict.Aborted> verdict(List<KillSwitch> present) {
        return present.stream()
                .min(Comparator.comparing(each -> each.getMetadata().getName()))
                .map(each -> new Verdict.Aborted(
                        REASON,
                        "KillSwitch %s is on%s"
                                .formatted(
                                        each.getMetadata().getName(),
                                        Optional.ofNullable(each.getSpec())
                                                .map(KillSwitchSpec::reason)
                                                .map(reason -> ": " + reason)
                                                .orElse("."))));
    }

    private final class Handler implements ResourceEventHandler<KillSwitch> {

        @Override
        public void onAdd(KillSwitch on) {
            LOG.infof("KillSwitch %s is on: all runs end", on.getMetadata().getName());
            judge(List.of(on));
        }

        @Override
        public void onUpdate(KillSwitch before, KillSwitch on) {
            judge(List.of(on));
        }

        @Override
        public void onDelete(KillSwitch off, boolean isStateUnknown) {
            judge(informer.getStore().list());
        }
    }
}
