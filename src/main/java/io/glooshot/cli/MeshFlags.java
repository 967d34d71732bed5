package io.glooshot.cli;

import io.glooshot.api.MeshSpec;
import io.glooshot.api.MeshSpec.MeshType;
import io.glooshot.api.PrometheusEndpoint;
import io.glooshot.api.PrometheusEndpoint.Header;
import io.glooshot.api.PrometheusEndpoint.Tls;
import io.glooshot.api.SecretKeySelector;
import io.glooshot.api.SecretSelector;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The flags that say where a mesh's metrics are, and how they are asked. */
class MeshFlags {

    /** {@code name=value}. */
    static class Headers implements ITypeConverter<Header> {
        @Override
        public Header convert(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new TypeConversionException("'%s' is no header such as X-Scope-OrgID=team".formatted(text));
            }
            return new Header(text.substring(0, equals), text.substring(equals + 1), null);
        }
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--revision",
            paramLabel = "REVISION",
            description = "Of Istio's control plane. Default: its default revision")
    private String revision;

    @Option(
            names = "--prometheus",
            paramLabel = "URL",
            description =
                    "Where the metrics of the mesh are, as the controller reaches them. Default: the controller's own setting")
    private String url;

    @Option(
            names = "--bearer-token",
            paramLabel = "NS/SECRET/KEY",
            converter = SecretName.Key.class,
            description = "A token for it, in a Secret.")
    private SecretKeySelector token;

    @Option(
            names = "--basic-auth",
            paramLabel = "NS/SECRET",
            converter = SecretName.Whole.class,
            description = "A Secret with username and password for it.")
    private SecretSelector login;

    @Option(
            names = "--ca",
            paramLabel = "NS/SECRET/KEY",
            converter = SecretName.Key.class,
            description = "Certificates of the authorities that are trusted, in a Secret.")
    private SecretKeySelector ca;

    @Option(
            names = "--client-certificate",
            paramLabel = "NS/SECRET",
            converter = SecretName.Whole.class,
            description = "A Secret with tls.crt and tls.key that are shown to it.")
    private SecretSelector certificate;

    @Option(
            names = "--prometheus-header",
            paramLabel = "NAME=VALUE",
            converter = Headers.class,
            description = "A header that is sent, for all to see who may read the Mesh. May be given several times.")
    private List<Header> headers = List.of();

    @Option(names = "--timeout", paramLabel = "DURATION", description = "How long an answer may take, 100ms to 30s.")
    private String timeout;

    @Option(names = "--proxy", paramLabel = "URL", description = "An HTTP proxy on the way to it.")
    private String proxy;

    MeshSpec mesh(MeshType type) {
        return new MeshSpec(type, revision, prometheus());
    }

    /** As the controller names what it finds. */
    String defaultName(MeshType type) {
        String name = type.name().toLowerCase(java.util.Locale.ROOT);
        return revision == null ? name : name + "-" + revision;
    }

    private PrometheusEndpoint prometheus() {
        boolean more = token != null
                || login != null
                || ca != null
                || certificate != null
                || !headers.isEmpty()
                || timeout != null
                || proxy != null;
        if (url == null && more) {
            throw new ParameterException(
                    spec.commandLine(), "Missing --prometheus: the other flags say how it is asked");
        }
        Tls tls = ca == null && certificate == null ? null : new Tls(ca, certificate);
        return url == null ? null : new PrometheusEndpoint(url, token, login, tls, headers, timeout, proxy, null);
    }
}
