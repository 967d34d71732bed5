package io.glooshot.run;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.glooshot.api.Experiment;
import io.glooshot.experiment.ExperimentState.Finished;
import io.glooshot.experiment.ExperimentState.Started;
import io.glooshot.experiment.ExperimentState.Stopping;
import io.glooshot.experiment.Verdict;
import io.glooshot.experiment.policy.Rulebook;
import io.glooshot.experiment.policy.Standing;
import io.glooshot.experiment.policy.Subject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** Ends runs that policies do not allow any more, and lets those that wait for a policy try again. */
@ApplicationScoped
public class PolicyEnforcement {

    private static final Logger LOG = Logger.getLogger(PolicyEnforcement.class);

    private final Policies policies;
    private final ExperimentRuns runs;
    private final Planner planner;
    private final Claims claims;

    PolicyEnforcement(Policies policies, ExperimentRuns runs, Planner planner, Claims claims) {
        this.policies = policies;
        this.runs = runs;
        this.planner = planner;
        this.claims = claims;
    }

    /**
     * Judges stored runs before any of them goes on. Blocks on the API server.
     *
     * @throws PoliciesUnreadableException when that has to be tried again
     */
    public void judgeBegun(Collection<Experiment> begun) {
        List<Standing> all =
                begun.stream().flatMap(each -> standing(each).stream()).toList();
        policies.judgeBegun(all, claims.namespaces());
    }

    /** Looks at all policies and runs. Blocks on the API server. */
    public void enforce() {
        end(policies.judge(standings(), claims.namespaces()));
        runs.admit();
    }

    /** The same by what was read last, without asking anybody. */
    public void enforceKnown() {
        if (!policies.rulebook().policies().isEmpty()) {
            end(policies.judgeAgain(standings()));
        }
    }

    private void end(Map<String, Verdict.Aborted> forbidden) {
        runs.all()
                .forEach(run ->
                        Optional.ofNullable(forbidden.get(run.plan().uid())).ifPresent(run::stop));
    }

    /** What was read last: the policies as they are stored, and what they mean. */
    public List<GenericKubernetesResource> stored() {
        return policies.lastStored();
    }

    public Rulebook rulebook() {
        return policies.rulebook();
    }

    /** All that runs. */
    public List<Standing> standings() {
        return runs.all().stream()
                .filter(run -> !(run.state() instanceof Finished))
                .map(run -> new Standing(
                        run.subject(),
                        run.state() instanceof Started started ? started.startedAt() : Instant.MAX,
                        run.state() instanceof Stopping))
                .collect(Collectors.toList());
    }

    private Optional<Standing> standing(Experiment experiment) {
        var status = experiment.getStatus();
        try {
            return Optional.of(new Standing(
                    Subject.of(planner.restore(experiment), experiment.getSpec()),
                    Instant.parse(status.timeStarted()),
                    status.verdict() != null));
        } catch (RuntimeException e) {
            // It is not understood any more and ends for that.
            LOG.debugf(e, "%s is not judged", ExperimentName.of(experiment));
            return Optional.empty();
        }
    }
}
