//! Who may do what: roles, policy and the one function that authorizes.
