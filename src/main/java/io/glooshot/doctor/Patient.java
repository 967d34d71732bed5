package io.glooshot.doctor;

import java.net.URI;
import java.util.Optional;

/**
 * What is looked at.
 *
 * @param namespace that Gloo Shot is installed in
 * @param userNamespace that whoever asks has their experiments in
 * @param prometheus that is to be asked from here
 */
public record Patient(String namespace, String userNamespace, Optional<URI> prometheus) {}
