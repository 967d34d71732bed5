package io.glooshot.run;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.glooshot.api.ExperimentPolicy;
import io.glooshot.experiment.AbortException;
import io.glooshot.experiment.Verdict;
import io.glooshot.experiment.policy.Policy;
import io.glooshot.experiment.policy.Rulebook;
import io.glooshot.experiment.policy.Standing;
import io.glooshot.experiment.policy.Subject;
import io.glooshot.experiment.policy.Violation;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What the ExperimentPolicies in the cluster allow. Blocks on the API server where it says so. */
@ApplicationScoped
public class Policies {

    /** Policies are read as they are stored: one that does not fit the types here must not hide the others. */
    public static final ResourceDefinitionContext KIND =
            ResourceDefinitionContext.fromResourceType(ExperimentPolicy.class);

    /** What was read last, and of which runs. */
    private record Known(Rulebook rules, List<GenericKubernetesResource> stored, Set<String> judged) {}

    private static final Logger LOG = Logger.getLogger(Policies.class);

    private final KubernetesClient client;
    private final Clock clock;
    private volatile Known known;
    private volatile Map<String, Verdict.Aborted> begunButForbidden = Map.of();

    Policies(KubernetesClient client, Clock clock) {
        this.client = client;
        this.clock = clock;
    }

    /**
     * Judges an experiment that is to start, by what the API server has at this moment, which it blocks on.
     *
     * @param others namespaces of those that run or wait
     * @return what else it has to keep: the limits on how many run at once
     * @throws AbortException when a policy forbids it
     * @throws PoliciesUnreadableException when that cannot be told
     */
    Rulebook permit(Subject subject, Set<String> others) {
        Rulebook rules = rulebook(stored(), List.of(subject), others);
        rules.againstStart(subject, clock.instant()).map(Violation::verdict).ifPresent(verdict -> {
            throw new AbortException(verdict);
        });
        return rules;
    }

    /**
     * Judges all that run by what the API server has now, which it blocks on. While that cannot be read, what was read last
     * counts, since a fault has a deadline and nobody has said that it may not go on; when this controller has no right to
     * read it, nothing may run.
     *
     * @param others namespaces of those that wait
     * @return the verdicts on those that may not go on, by UID
     * @throws PoliciesUnreadableException when it cannot be read and never was
     */
    Map<String, Verdict.Aborted> judge(Collection<Standing> all, Set<String> others) {
        try {
            List<GenericKubernetesResource> stored = stored();
            List<Subject> subjects = all.stream().map(Standing::subject).toList();
            known = new Known(
                    rulebook(stored, subjects, others),
                    stored,
                    subjects.stream().map(Subject::uid).collect(Collectors.toSet()));
        } catch (PoliciesUnreadableException e) {
            if (e.isForbidden()) {
                LOG.errorf("%s", e.getMessage());
                return all.stream()
                        .collect(Collectors.toMap(each -> each.subject().uid(), each -> e.verdict()));
            }
            if (known == null) {
                throw e;
            }
            LOG.warnf("%s; what was read before still counts for what runs", e.getMessage());
        }
        return judgeAgain(all);
    }

    /** The same by what was read last: windows close without anything being written. Leaves out whoever is new since. */
    Map<String, Verdict.Aborted> judgeAgain(Collection<Standing> all) {
        Known last = known;
        List<Standing> judged = all.stream()
                .filter(each -> last.judged().contains(each.subject().uid()))
                .toList();
        Map<String, Verdict.Aborted> verdicts = new HashMap<>();
        last.rules()
                .againstRunning(judged, clock.instant())
                .forEach((uid, violation) -> verdicts.put(uid, violation.verdict()));
        return verdicts;
    }

    /** Judges, as {@link #judge} does, those that this process is to go on with, and remembers it for {@link #against}. */
    void judgeBegun(Collection<Standing> begun, Set<String> others) {
        begunButForbidden = Map.copyOf(judge(begun, others));
    }

    /** Why a run that another process began may not go on. */
    Optional<Verdict.Aborted> against(String uid) {
        return Optional.ofNullable(begunButForbidden.get(uid));
    }

    /** As read last. */
    Rulebook rulebook() {
        return known == null ? Rulebook.EMPTY : known.rules();
    }

    /** The objects that were read last. */
    List<GenericKubernetesResource> lastStored() {
        return known == null ? List.of() : known.stored();
    }

    private Rulebook rulebook(
            List<GenericKubernetesResource> stored, Collection<Subject> subjects, Collection<String> others) {
        List<Policy> policies = stored.stream().map(PolicyReader::read).toList();
        try {
            return new Rulebook(policies, new SurroundingsLookup(client, policies).of(subjects, others));
        } catch (KubernetesClientException e) {
            throw new PoliciesUnreadableException(e);
        }
    }

    /** None where their kind is not installed. */
    private List<GenericKubernetesResource> stored() {
        try {
            return client.genericKubernetesResources(KIND).list().getItems().stream()
                    .sorted(Comparator.comparing(each -> each.getMetadata().getName()))
                    .toList();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_NOT_FOUND) {
                return List.of();
            }
            throw new PoliciesUnreadableException(e);
        }
    }
}
