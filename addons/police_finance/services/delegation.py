"""Entering the scheme of delegation: one person prepares, another approves."""


def set_limit(
    env,
    company,
    *,
    activity,
    amount,
    source,
    date_from,
    prepared_by,
    approved_by,
    group=None,
    user=None,
    cost_centre=None,
    date_to=None,
):
    """Create and approve one ``police.delegation.limit``; returns it.

    ``group`` is an XML id (role) or ``user`` a ``res.users`` record, one of the two;
    ``amount`` in pounds including VAT; ``prepared_by`` and ``approved_by`` are different users
    with the roles for it. Raises AccessError as the screens would.
    """
    limit = (
        env["police.delegation.limit"]
        .with_user(prepared_by)
        .create(
            {
                "company_id": company.id,
                "activity": activity,
                "amount": amount,
                "source": source,
                "date_from": date_from,
                "date_to": date_to,
                "group_id": env.ref(group).id if group else False,
                "user_id": user.id if user else False,
                "cost_centre_id": cost_centre.id if cost_centre else False,
            }
        )
    )
    limit.with_user(approved_by).action_approve()
    return limit.with_env(env)
