package io.glooshot.playground;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Certificates for one run, as PEM files: for the API server, and for proxies that identify themselves. */
public final class CertificateAuthority {
    /** Long enough for a world that is kept up for a look around, and no longer. */
    private static final Duration VALIDITY = Duration.ofDays(7);

    /** A certificate that serves both ends of a connection, and its key. */
    public record Identity(Path certificate, Path key) {}

    private final Path directory;
    private final KeyPair keys;
    private final X500Name name;
    private final X509Certificate certificate;

    private CertificateAuthority(Path directory, KeyPair keys, X500Name name, X509Certificate certificate) {
        this.directory = directory;
        this.keys = keys;
        this.name = name;
        this.certificate = certificate;
    }

    public static CertificateAuthority create(Path directory, String commonName) {
        X500Name name = new X500Name("CN=" + commonName);
        KeyPair keys = newKeys();
        try {
            X509v3CertificateBuilder builder = builder(name, name, keys)
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            X509Certificate certificate = sign(builder, keys.getPrivate());
            writePem(directory.resolve("ca.crt"), "CERTIFICATE", certificate.getEncoded());
            return new CertificateAuthority(directory, keys, name, certificate);
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Path certificateFile() {
        return directory.resolve("ca.crt");
    }

    public X509Certificate certificate() {
        return certificate;
    }

    /** @param names a host name each, or an IP address, or a URI such as {@code spiffe://…} */
    public Identity issue(String fileName, String... names) {
        KeyPair own = newKeys();
        KeyPurposeId[] purposes = {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth};
        try {
            X509v3CertificateBuilder builder = builder(name, new X500Name("CN=" + names[0]), own)
                    .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purposes))
                    .addExtension(Extension.subjectAlternativeName, false, alternatives(names));
            Identity identity =
                    new Identity(directory.resolve(fileName + ".crt"), directory.resolve(fileName + ".key"));
            writePem(
                    identity.certificate(),
                    "CERTIFICATE",
                    sign(builder, keys.getPrivate()).getEncoded());
            writePem(identity.key(), "PRIVATE KEY", own.getPrivate().getEncoded());
            return identity;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static GeneralNames alternatives(String... names) {
        return new GeneralNames(Stream.of(names)
                .map(name -> new GeneralName(kindOf(name), name))
                .toArray(GeneralName[]::new));
    }

    private static int kindOf(String name) {
        if (name.contains("://")) {
            return GeneralName.uniformResourceIdentifier;
        }
        return name.matches("[0-9.]+") ? GeneralName.iPAddress : GeneralName.dNSName;
    }

    private static X509v3CertificateBuilder builder(X500Name issuer, X500Name subject, KeyPair keys) {
        Instant now = Instant.now();
        return new JcaX509v3CertificateBuilder(
                issuer,
                new BigInteger(120, new SecureRandom()),
                // Clocks on one machine agree, but a certificate that starts this very second can still be "in the
                // future".
                Date.from(now.minusSeconds(60)),
                Date.from(now.plus(VALIDITY)),
                subject,
                keys.getPublic());
    }

    private static X509Certificate sign(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(key)));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException(e);
        }
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void writePem(Path file, String type, byte[] content) {
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        try {
            Files.writeString(file, "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
